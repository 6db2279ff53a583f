package dev.proven.gateway.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Brotli by the native library of brotli4j. */
record BrotliCoder() implements Coder {
  @Override
  public Coding coding() {
    return Coding.BR;
  }

  @Override
  public byte[] code(byte[] body, int level) {
    Brotli4jLoader.ensureAvailability();
    try {
      return Encoder.compress(body, Encoder.Parameters.create(level));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream decoding(InputStream coded) throws IOException {
    Brotli4jLoader.ensureAvailability();
    return new BrotliInputStream(coded);
  }
}
