package dev.proven.gateway.store;

import dev.proven.gateway.cache.Extent;
import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.ResponseHead;
import dev.proven.gateway.cache.Stored;
import dev.proven.gateway.flow.Entry;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * An entry as bytes. They begin with a mark, a version, the length of all, a checksum of what
 * follows it, and the two times; then the key, so that no other URI's entry is ever taken, the
 * head, and the body. Equal entries have equal bytes.
 *
 * <p>Whoever can write to Redis can write what looks right. What is read is therefore checked as if
 * it came from a client: no name or value that would be a line of its own.
 */
final class EntryForm {
  /** Bytes at the beginning by which an entry is told from another one of the same variant. */
  static final int BEGINNING = 32;

  private static final int MARK = 0x50524f56;
  private static final int VERSION = 1;
  private static final int CHECKED_FROM = 16;
  private static final int MOST_FIELDS = 1000;

  private EntryForm() {}

  static byte[] write(String key, Entry entry) {
    var stored = entry.stored();
    var out = new BytesOut(256 + entry.body().length);
    out.number(MARK).number(VERSION).number(0).number(0);
    out.longer(stored.requestTime()).longer(stored.responseTime());
    out.text(key).number(stored.head().status());
    var extent = stored.extent();
    out.longer(extent.first()).longer(extent.last()).longer(extent.total());
    out.number(stored.head().fields().size());
    stored.head().fields().forEach(f -> out.text(f.name()).text(f.value()));
    out.number(stored.varying().size());
    new TreeMap<>(stored.varying()).forEach((name, value) -> out.text(name).text(value));
    out.bytes(entry.body());
    var all = out.all();
    ByteBuffer.wrap(all).putInt(8, all.length).putInt(12, checksum(all));
    return all;
  }

  /** How an entry begins. */
  static byte[] beginning(byte[] form) {
    return Arrays.copyOf(form, BEGINNING);
  }

  private static int checksum(byte[] all) {
    var crc = new CRC32C();
    crc.update(all, CHECKED_FROM, all.length - CHECKED_FROM);
    return (int) crc.getValue();
  }

  /** The entry of that key; empty where the bytes are anything else. */
  static Optional<Entry> read(String key, byte[] all) {
    var in = ByteBuffer.wrap(all);
    boolean ours =
        all.length >= BEGINNING
            && in.getInt() == MARK
            && in.getInt() == VERSION
            && in.getInt() == all.length
            && in.getInt() == checksum(all);
    try {
      return ours ? checked(key, new BytesIn(in)) : Optional.empty();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Entry> checked(String key, BytesIn in) {
    long requestTime = in.longer();
    long responseTime = in.longer();
    if (!in.text().equals(key)) {
      return Optional.empty();
    }
    int status = in.number(200, 999);
    var extent = new Extent(in.longer(), in.longer(), in.longer());
    var lines = new ArrayList<Fields.Field>();
    for (int n = in.number(0, MOST_FIELDS); n > 0; n--) {
      lines.add(new Fields.Field(FieldText.name(in.text()), FieldText.value(in.text())));
    }
    var varying = new TreeMap<String, String>();
    for (int n = in.number(0, MOST_FIELDS); n > 0; n--) {
      varying.put(in.text(), in.text());
    }
    var body = in.bytes();
    boolean sound =
        in.isAtEnd()
            && requestTime >= 0
            && responseTime >= requestTime
            && extent.first() >= 0
            && extent.bytes() == body.length
            && (extent.total() == -1 || extent.total() > extent.last());
    var head = new ResponseHead(status, Fields.of(lines));
    var stored = new Stored(head, Map.copyOf(varying), extent, requestTime, responseTime);
    return sound ? Optional.of(new Entry(stored, body)) : Optional.empty();
  }
}
