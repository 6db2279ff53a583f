package dev.proven.gateway;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of HTTP/1.1 as it came.
 *
 * @param start its first line
 * @param fields lines
 */
record RawMessage(String start, List<String> fields, String body) {
  /** Reads one; throws EOFException where it is not complete. */
  static RawMessage read(InputStream in, boolean bodyless) throws IOException {
    var start = line(in);
    var fields = new ArrayList<String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      fields.add(line);
    }
    var head = new RawMessage(start, fields, "");
    boolean answer = start.startsWith("HTTP/");
    if (bodyless
        || (answer && (head.status() < 200 || head.status() == 204 || head.status() == 304))) {
      return head;
    }
    if (head.field("transfer-encoding").equals("chunked")) {
      return new RawMessage(start, fields, chunks(in));
    }
    if (!head.field("content-length").isEmpty()) {
      int length = Integer.parseInt(head.field("content-length"));
      var bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException("body");
      }
      return new RawMessage(start, fields, text(bytes));
    }
    return answer ? new RawMessage(start, fields, text(in.readAllBytes())) : head;
  }

  private static String chunks(InputStream in) throws IOException {
    var body = new StringBuilder();
    while (true) {
      int size = Integer.parseInt(line(in), 16);
      var bytes = in.readNBytes(size);
      if (bytes.length < size) {
        throw new EOFException("chunk");
      }
      body.append(text(bytes));
      var end = line(in);
      if (size == 0) {
        assert end.isEmpty();
        return body.toString();
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("line");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  int status() {
    return Integer.parseInt(start.split(" ", -1)[1]);
  }

  /** Its value; empty where it is not there; several joined. */
  String field(String name) {
    return String.join(
        ", ",
        fields.stream()
            .filter(f -> f.regionMatches(true, 0, name + ":", 0, name.length() + 1))
            .map(f -> f.substring(name.length() + 1).strip())
            .toList());
  }
}
