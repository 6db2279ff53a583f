package dev.proven.gateway.store;

import static dev.proven.gateway.store.Samples.KEY;
import static dev.proven.gateway.store.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.gateway.cache.Extent;
import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.ResponseHead;
import dev.proven.gateway.cache.Stored;
import dev.proven.gateway.flow.Entry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class EntryFormTest {
  private static void checksum(byte[] form) {
    var crc = new CRC32C();
    crc.update(form, 16, form.length - 16);
    ByteBuffer.wrap(form).putInt(12, (int) crc.getValue());
  }

  private static Entry random(Random random) {
    var fields = Fields.NONE;
    for (int n = random.nextInt(10); n > 0; n--) {
      fields = fields.with("X-" + random.nextInt(5), "v".repeat(random.nextInt(50)) + "é€\t");
    }
    var varying = new HashMap<String, String>();
    for (int n = random.nextInt(4); n > 0; n--) {
      varying.put("f" + n, "=" + random.nextInt());
    }
    var body = new byte[random.nextInt(3_000)];
    random.nextBytes(body);
    long first = body.length == 0 ? 0 : random.nextInt(100);
    long total = random.nextBoolean() ? -1 : first + body.length + random.nextInt(10);
    var extent = new Extent(first, first + body.length - 1, total);
    long time = random.nextInt(Integer.MAX_VALUE);
    var head = new ResponseHead(200 + random.nextInt(400), fields);
    return new Entry(new Stored(head, varying, extent, time, time + random.nextInt(1000)), body);
  }

  @Test
  void givesBackWhatItGot() {
    var random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      var entry = random(random);
      var form = EntryForm.write(KEY, entry);
      var back = EntryForm.read(KEY, form).orElseThrow();
      assertThat(back.stored()).isEqualTo(entry.stored());
      assertThat(back.body()).isEqualTo(entry.body());
      assertThat(EntryForm.write(KEY, back)).isEqualTo(form);
    }
  }

  @Test
  void anotherKeyIsNotIt() {
    assertThat(EntryForm.read(KEY + "2", EntryForm.write(KEY, entry("a")))).isEmpty();
  }

  @Test
  void whatIsCutOffOrTooLongIsNothing() {
    var form = EntryForm.write(KEY, entry("some body"));
    for (int length = 0; length < form.length; length++) {
      assertThat(EntryForm.read(KEY, Arrays.copyOf(form, length))).isEmpty();
    }
    assertThat(EntryForm.read(KEY, Arrays.copyOf(form, form.length + 1))).isEmpty();
  }

  @Test
  void anyWrongBitIsFound() {
    var form = EntryForm.write(KEY, entry("some body"));
    for (int bit = 0; bit < form.length * 8; bit++) {
      form[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(EntryForm.read(KEY, form)).as("bit %s", bit).isEmpty();
      form[bit / 8] ^= (byte) (1 << (bit % 8));
    }
  }

  @Test
  void anotherVersionIsNothing() {
    var form = EntryForm.write(KEY, entry("some body"));
    ByteBuffer.wrap(form).putInt(4, 2);
    assertThat(EntryForm.read(KEY, form)).isEmpty();
  }

  /** Also with a right checksum nothing but an entry or nothing comes of it. */
  @Test
  void forgedFormsNeverFail() {
    var random = new Random(2);
    for (int i = 0; i < 50_000; i++) {
      var form = EntryForm.write(KEY, random(random));
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        int at = 16 + random.nextInt(Math.min(form.length - 16, 200));
        form[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
      }
      checksum(form);
      EntryForm.read(KEY, form).ifPresent(EntryFormTest::assertSound);
    }
  }

  private static void assertSound(Entry entry) {
    assertThat(entry.stored().extent().bytes()).isEqualTo(entry.body().length);
    assertThat(entry.stored().head().status()).isBetween(200, 999);
    entry.stored().head().fields().forEach(f -> assertThat(f.value()).doesNotContain("\n", "\r"));
  }

  @Test
  void aFieldThatWouldBeALineOfItsOwnIsNothing() {
    for (var value : new String[] {"a\r\nSet-Cookie: b", "a\nb", "a\0b", "a\rb", "\u007f"}) {
      var bad = entry("x", Fields.of("X-A", value), Map.of(), 1);
      assertThat(EntryForm.read(KEY, EntryForm.write(KEY, bad))).isEmpty();
      var name = entry("x", Fields.of("X-A" + value, "1"), Map.of(), 1);
      assertThat(EntryForm.read(KEY, EntryForm.write(KEY, name))).isEmpty();
    }
  }

  @Test
  void tooManyFieldsAreNothing() {
    var fields = Fields.of(java.util.Collections.nCopies(1001, new Fields.Field("a", "b")));
    assertThat(EntryForm.read(KEY, EntryForm.write(KEY, entry("x", fields, Map.of(), 1))))
        .isEmpty();
  }
}
