package dev.proven.postgres.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.proven.postgres.Binaries;
import dev.proven.postgres.OlderBinaries;
import dev.proven.postgres.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * HypoPG as Debian packs it: {@code -Dproven.hypopg=FOLDER}, the one that the build has fetched, or
 * the installed one, for a version of PostgreSQL that the build brings. Only who says {@code
 * -Dproven.hypopg=none} goes without.
 */
class HypoPgTest {
  private static final List<Integer> VERSIONS = List.of(15, 13);

  private static final String SETUP =
      """
      CREATE TABLE item (id int PRIMARY KEY, kind int NOT NULL, doc jsonb NOT NULL, pad text);
      INSERT INTO item SELECT n, n % 5000, jsonb_build_object('n', n), repeat('x', 90)
        FROM generate_series(1, 50000) n;
      CREATE EXTENSION hypopg;
      """;

  /**
   * The extension as it lies in a folder.
   *
   * @param version of PostgreSQL that it is for
   */
  private record Extension(Path root, int version) {
    Path library() {
      return root.resolve("usr/lib/postgresql/" + version + "/lib/hypopg.so");
    }

    Path scripts() {
      return root.resolve("usr/share/postgresql/" + version + "/extension");
    }

    static Extension find() {
      var named = System.getProperty("proven.hypopg");
      var roots =
          named == null
              ? List.of(Path.of("target", "hypopg"), Path.of("/"))
              : List.of(Path.of(named));
      return roots.stream()
          .flatMap(root -> VERSIONS.stream().map(v -> new Extension(root, v)))
          .filter(e -> Files.exists(e.library()))
          .findFirst()
          .orElseThrow(() ->
              new AssertionError(
                  "This test needs the real HypoPG, and there is none in "
                      + roots
                      + ". ./build fetches it where there is apt-get; else say"
                      + " -Dproven.hypopg=FOLDER, where FOLDER/usr/lib/postgresql/15/lib/hypopg.so"
                      + " is."));
    }
  }

  /** A copy of the programs of that version with the extension among them. */
  private static Binaries withHypoPg(Path folder) throws Exception {
    var extension = Extension.find();
    var original = OlderBinaries.of(extension.version()).folder();
    try (var files = Files.walk(original)) {
      for (Path file : files.toList()) {
        var copy = folder.resolve(original.relativize(file).toString());
        if (!Files.exists(copy)) {
          Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    Files.copy(extension.library(), find(folder, "pg_trgm.so").resolveSibling("hypopg.so"));
    var extensions = Objects.requireNonNull(find(folder, "pg_trgm.control").getParent());
    try (var files = Files.newDirectoryStream(extension.scripts(), "hypopg*")) {
      for (Path file : files) {
        Files.copy(file, extensions.resolve(file.getFileName().toString()));
      }
    }
    return new Binaries(folder);
  }

  private static Path find(Path folder, String name) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(f -> f.endsWith(name)).findFirst().orElseThrow();
    }
  }

  @Test
  void is_asked_where_the_database_has_it(@TempDir(factory = AllMayRead.class) Path folder)
      throws Exception {
    assumeFalse("none".equals(System.getProperty("proven.hypopg")), "told to go without HypoPG");
    var kind = IndexDefinition.btree("public", "item", "kind");
    var parts =
        new IndexDefinition(
            "public",
            "item",
            IndexMethod.GIN,
            List.of(IndexKey.column("doc").with("jsonb_path_ops")),
            List.of(),
            "");
    var sql = "SELECT pad FROM item WHERE kind = 7";
    try (var server = WhatIfServer.with(withHypoPg(folder), c -> Sql.execute(c, SETUP));
        var whatIf = WhatIfs.open(server.target, server.session)) {
      var before = server.target.fingerprint();
      assertThat(whatIf.way()).isEqualTo(WhatIf.Way.HYPOPG);
      assertThat(whatIf.plan(Indexes.adding(Set.of(kind, parts)), sql))
          .isInstanceOfSatisfying(
              Planned.Plan.class, p -> assertThat(p.used()).containsExactly(kind));
      assertThat(whatIf.plan(Indexes.AS_IT_IS, sql))
          .isInstanceOfSatisfying(Planned.Plan.class, p -> assertThat(p.used()).isEmpty());
      assertThat(whatIf.refusal(parts).orElse("")).contains("no GIN");
      assertThat(whatIf.refusal(kind)).isEmpty();
      assertThat((double) whatIf.bytes(kind)).isBetween(400_000.0, 700_000.0);
      whatIf.rest();
      server.execute("CREATE DATABASE clone TEMPLATE shop");
      assertThat(whatIf.plan(Indexes.adding(Set.of(kind)), sql)).isInstanceOf(Planned.Plan.class);
      assertThat(server.target.fingerprint()).isEqualTo(before);
    }
  }
}
