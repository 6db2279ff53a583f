package dev.proven.gateway.coding;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Codes and decodes whole bodies; safe for any number of threads. */
public sealed interface Coder permits GzipCoder, BrotliCoder, ZstdCoder {
  /** Which coding it makes. */
  Coding coding();

  /** The coded body, at a level that the coding has. */
  byte[] code(byte[] body, int level);

  /** What decodes while it is read. */
  InputStream decoding(InputStream coded) throws IOException;

  /**
   * The plain body.
   *
   * @param most bytes that it may have; no more is ever held, however small the coded body is
   * @throws CorruptBodyException where it is larger, or the coded one is wrong or not all there
   */
  default byte[] decode(byte[] coded, int most) throws CorruptBodyException {
    if (coded.length == 0) {
      throw new CorruptBodyException("no " + coding().token() + ": nothing at all");
    }
    try (var in = decoding(new ByteArrayInputStream(coded))) {
      var out = new ByteArrayOutputStream(Math.min(most, coded.length));
      var piece = new byte[8192];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        if (n > most - out.size()) {
          throw new CorruptBodyException("the body has more than " + most + " bytes");
        }
        out.write(piece, 0, n);
      }
      return out.toByteArray();
    } catch (CorruptBodyException e) {
      throw e;
    } catch (IOException | IllegalStateException e) {
      throw new CorruptBodyException(coding(), e);
    }
  }
}
