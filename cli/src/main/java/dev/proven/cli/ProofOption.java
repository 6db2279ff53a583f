package dev.proven.cli;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.ProofSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is copied for experiments, and up to which size. */
final class ProofOption {
  @Option(
      names = "--proof",
      paramLabel = "KIND=URL",
      description =
          "What experiments are carried out on in place of the target: sample=URL, replica=URL or"
              + " snapshot=URL of a database with the same schema (default: copies of the target).")
  @Nullable String source;

  @Option(
      names = "--proof-password-file",
      paramLabel = "FILE",
      description =
          "File whose first line is the password there (default: PGPASSWORD, then ~/.pgpass).")
  @Nullable Path passwordFile;

  @Option(
      names = "--copy-limit",
      paramLabel = "SIZE",
      description = "A larger database is never copied, and nothing is measured (default: 100GB).")
  @Nullable String copyLimit;

  /** Null where nothing was said. */
  @Nullable ProofSource source() {
    if (source == null) {
      return null;
    }
    int at = source.indexOf('=');
    if (at < 0 || source.indexOf(':') < at) {
      throw Problem.usage(
          "--proof does not say what the database is to the target.",
          "Write it like --proof sample=postgresql://user@host/database; also replica= and"
              + " snapshot=.");
    }
    var kind = ProofSource.Kind.of(source.substring(0, at));
    return of(kind, source.substring(at + 1), passwordFile);
  }

  /** Such a database can only be opened by its URL. */
  static ProofSource of(ProofSource.Kind kind, String url, @Nullable Path passwordFile) {
    Kinds.of(url);
    if (url.startsWith("embedded")) {
      throw Problem.usage(
          "A proof source is a database in use, and \"" + Kinds.hidden(url) + "\" is none.",
          "Name it by its URL, such as postgresql://user@host/database.");
    }
    return new ProofSource(kind, url, new Credentials(passwordFile));
  }

  /** Null where nothing was said. */
  @Nullable Long limit() {
    return copyLimit == null ? null : Sizes.parse(copyLimit);
  }
}
