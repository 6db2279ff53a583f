package dev.proven.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a password comes from: a file the user names, or the environment. It is read when it is
 * needed and kept out of every file, log and message.
 *
 * @param passwordFile a file whose first line is the password, or null for none
 */
public record Credentials(@Nullable Path passwordFile) {

  /** No file: the kind's own environment variables decide. */
  public static Credentials fromEnvironment() {
    return new Credentials(null);
  }

  /**
   * The password, from the file if one was named, else from the environment variable.
   *
   * @param variable such as {@code PGPASSWORD}
   * @throws Problem usage, if the named file cannot be read
   */
  public Optional<String> password(String variable) {
    if (passwordFile == null) {
      return Optional.ofNullable(System.getenv(variable));
    }
    try (var lines = Files.lines(passwordFile)) {
      return Optional.of(lines.findFirst().orElse(""));
    } catch (IOException e) {
      throw Problem.usage(
              "The password file " + passwordFile + " cannot be read.",
              "Name a readable file with --password-file, or set " + variable + ".")
          .causedBy(e);
    }
  }
}
