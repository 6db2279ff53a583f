package dev.proven.gateway.coding;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/** Zstandard by the native library of zstd-jni. */
record ZstdCoder() implements Coder {
  /** 8 MB, the most that a decoder of this coding must offer (RFC 9659). */
  private static final int WINDOW_LOG = 23;

  @Override
  public Coding coding() {
    return Coding.ZSTD;
  }

  @Override
  public byte[] code(byte[] body, int level) {
    return Zstd.compress(body, level);
  }

  @Override
  public InputStream decoding(InputStream coded) throws IOException {
    var in = new ZstdInputStreamNoFinalizer(coded);
    in.setLongMax(WINDOW_LOG);
    return in;
  }
}
