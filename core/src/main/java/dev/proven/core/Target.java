package dev.proven.core;

import java.util.SortedMap;

/** What the user points at: one running system, opened, whose changes can be proven. */
public interface Target extends AutoCloseable {
  /** The id of the kind that opened it, such as {@code postgres}. */
  String kind();

  /** A printable name without secrets, such as {@code postgresql://db.example/shop}. */
  String name();

  /** A URL that opens it again, without secrets; empty where it ends with this process. */
  String url();

  /** Versions and settings that a reader needs in order to judge a measurement; no secrets. */
  SortedMap<String, String> environment();

  /**
   * A digest over everything that a change of this kind could touch. Equal digests before and after
   * a run are the proof that nothing was left behind.
   */
  String fingerprint();

  @Override
  void close();
}
