package dev.proven.cli;

import dev.proven.core.Credentials;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a password comes from; never the command line itself. */
final class PasswordOption {
  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File whose first line is the password (default: PGPASSWORD, then ~/.pgpass).")
  @Nullable Path file;

  Credentials credentials() {
    return new Credentials(file);
  }
}
