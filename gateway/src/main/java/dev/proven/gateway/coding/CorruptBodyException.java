package dev.proven.gateway.coding;

import java.io.IOException;

/** A coded body that cannot be decoded, or would become too large. */
public final class CorruptBodyException extends IOException {
  /** With the reason. */
  public CorruptBodyException(String message) {
    super(message);
  }

  /** With what the decoder says. */
  CorruptBodyException(Coding coding, Throwable cause) {
    super("no " + coding.token() + ": " + cause.getMessage(), cause);
  }
}
