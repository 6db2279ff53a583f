package dev.proven.cli;

import dev.proven.examples.tpcds.TpcdsDatabase;
import dev.proven.examples.tpch.TpchDatabase;
import dev.proven.postgres.Loader;
import java.nio.file.Path;

/** A public benchmark that the demo can work on. */
enum DemoData {
  TPCH("TPC-H", "tpch") {
    @Override
    Loader loader(double scale) {
      return c -> TpchDatabase.load(c, scale);
    }

    @Override
    Path workload(Path folder) {
      return TpchDatabase.workload(folder);
    }
  },
  TPCDS("TPC-DS", "tpcds") {
    @Override
    Loader loader(double scale) {
      return c -> TpcdsDatabase.load(c, scale);
    }

    @Override
    Path workload(Path folder) {
      return TpcdsDatabase.workload(folder);
    }
  };

  private final String title;
  private final String database;

  DemoData(String title, String database) {
    this.title = title;
    this.database = database;
  }

  abstract Loader loader(double scale);

  /** The statements as a file in that folder. */
  abstract Path workload(Path folder);

  String title() {
    return title;
  }

  String database() {
    return database;
  }
}
