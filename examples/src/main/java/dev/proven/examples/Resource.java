package dev.proven.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that lie beside a class on the class path. */
public final class Resource {
  private Resource() {}

  /** Copies a resource to a file and returns the file. */
  public static Path copy(Class<?> beside, String name, Path file) {
    try (var in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + name + " is missing");
      }
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, in.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
