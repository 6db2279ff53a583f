package dev.proven.gateway.coding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Gzip by the JDK, so that it is always there. */
record GzipCoder() implements Coder {
  @Override
  public Coding coding() {
    return Coding.GZIP;
  }

  @Override
  public byte[] code(byte[] body, int level) {
    var out = new ByteArrayOutputStream(body.length / 3 + 64);
    try (var gzip = new Leveled(out, level)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public InputStream decoding(InputStream coded) throws IOException {
    return new GZIPInputStream(coded);
  }

  /** The JDK's own has no level. */
  private static final class Leveled extends GZIPOutputStream {
    Leveled(OutputStream out, int level) throws IOException {
      super(out, 8192);
      def.setLevel(level);
    }
  }
}
