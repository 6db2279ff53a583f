package dev.proven.postgres.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/** HypoPG as Debian packs it for PostgreSQL 15; skipped where it is not installed. */
class HypoPgTest {
  private static final Path LIBRARY = Path.of("/usr/lib/postgresql/15/lib/hypopg.so");
  private static final Path EXTENSIONS = Path.of("/usr/share/postgresql/15/extension");

  private static final String SETUP =
      """
      CREATE TABLE item (id int PRIMARY KEY, kind int NOT NULL, doc jsonb NOT NULL, pad text);
      INSERT INTO item SELECT n, n % 5000, jsonb_build_object('n', n), repeat('x', 90)
        FROM generate_series(1, 50000) n;
      CREATE EXTENSION hypopg;
      """;

  /** A copy of the programs of version 15 with the extension among them. */
  private static Binaries withHypoPg(Path folder) throws Exception {
    var original = OlderBinaries.of(15).folder();
    try (var files = Files.walk(original)) {
      for (Path file : files.toList()) {
        var copy = folder.resolve(original.relativize(file).toString());
        if (!Files.exists(copy)) {
          Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    Files.copy(LIBRARY, find(folder, "pg_trgm.so").resolveSibling("hypopg.so"));
    var extensions = Objects.requireNonNull(find(folder, "pg_trgm.control").getParent());
    try (var files = Files.newDirectoryStream(EXTENSIONS, "hypopg*")) {
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
    assumeTrue(Files.exists(LIBRARY));
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
