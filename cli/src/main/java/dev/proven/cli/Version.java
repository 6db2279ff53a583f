package dev.proven.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of Proven, from its jar. */
final class Version implements IVersionProvider {
  /** Such as {@code 0.1.0-SNAPSHOT}; {@code development} outside a jar. */
  static String text() {
    var version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"proven " + text() + " on Java " + System.getProperty("java.version")};
  }
}
