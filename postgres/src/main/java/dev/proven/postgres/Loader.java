package dev.proven.postgres;

import java.sql.Connection;

/** Fills an empty embedded database; COPY is at {@code connection.unwrap(PGConnection.class)}. */
@FunctionalInterface
public interface Loader {
  /** Fills it; the connection is in autocommit mode and stays open. */
  void load(Connection connection) throws Exception;
}
