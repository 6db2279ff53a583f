package dev.proven.gateway.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodersTest {
  private static final int MOST = 4 << 20;

  static Stream<Coder> all() {
    return Stream.of(new GzipCoder(), new BrotliCoder(), new ZstdCoder());
  }

  @Test
  void allWorkHere() {
    var missing = new ArrayList<String>();
    var coders = Coders.detected(missing::add);
    assertThat(missing).isEmpty();
    assertThat(coders.limited(CodingOptions.STANDARD)).isEqualTo(CodingOptions.STANDARD);
  }

  @Test
  void whatDoesNotWorkIsNamedAndLeftOut() {
    var missing = new ArrayList<String>();
    var coders = Coders.of(List.of(new GzipCoder()), missing::add);
    assertThat(coders.limited(CodingOptions.STANDARD).preferred()).containsExactly(Coding.GZIP);
    assertThat(coders.of(Coding.BR)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void givesBackWhatItGot(Coder coder) throws Exception {
    var random = new Random(1);
    for (int size : new int[] {0, 1, 2, 100, 1023, 1024, 27_630, 300_000}) {
      for (int level : new int[] {coder.coding().cheap(), coder.coding().best()}) {
        var json = Bodies.json(size, random.nextLong());
        var noise = Bodies.noise(size, random.nextLong());
        assertThat(coder.decode(coder.code(json, level), MOST)).isEqualTo(json);
        assertThat(coder.decode(coder.code(noise, level), size)).isEqualTo(noise);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void theBestLevelIsNotLarger(Coder coder) {
    var body = Bodies.json(27_630, 7);
    var cheap = coder.code(body, coder.coding().cheap());
    assertThat(cheap.length).isLessThan(body.length / 2);
    assertThat(coder.code(body, coder.coding().best()).length).isLessThanOrEqualTo(cheap.length);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aBombEndsAtTheBound(Coder coder) throws Exception {
    var bomb = coder.code(new byte[64 << 20], coder.coding().cheap());
    assertThat(bomb.length).isLessThan(1 << 17);
    assertThatThrownBy(() -> coder.decode(bomb, 1 << 20))
        .isInstanceOf(CorruptBodyException.class)
        .hasMessageContaining("more than 1048576 bytes");
  }

  @ParameterizedTest
  @MethodSource("all")
  void theBoundItselfIsAllowed(Coder coder) throws Exception {
    var coded = coder.code(new byte[10_000], coder.coding().cheap());
    assertThat(coder.decode(coded, 10_000)).hasSize(10_000);
    assertThatThrownBy(() -> coder.decode(coded, 9_999)).isInstanceOf(CorruptBodyException.class);
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsCutOffIsAnError(Coder coder) {
    var coded = coder.code(Bodies.json(5_000, 3), coder.coding().cheap());
    for (int length = 0; length < coded.length; length += 1 + length / 8) {
      var part = Arrays.copyOf(coded, length);
      assertThatThrownBy(() -> coder.decode(part, MOST))
          .as("first %s of %s bytes", length, coded.length)
          .isInstanceOf(CorruptBodyException.class);
    }
  }

  /** Gzip has a checksum, so that every wrong bit of its data is found. */
  @Test
  void aWrongBitInGzipIsAnError() {
    var coder = new GzipCoder();
    var body = Bodies.json(5_000, 4);
    var random = new Random(5);
    for (int i = 0; i < 500; i++) {
      var coded = coder.code(body, 6);
      int at = 10 + random.nextInt(coded.length - 10);
      coded[at] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> coder.decode(coded, MOST)).isInstanceOf(CorruptBodyException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void wrongBytesNeverEndOtherwiseThanInAnErrorOrABody(Coder coder) {
    var body = Bodies.json(5_000, 4);
    var random = new Random(6);
    for (int i = 0; i < 500; i++) {
      var coded = i % 2 == 0 ? Bodies.noise(200, i) : coder.code(body, coder.coding().cheap());
      for (int n = random.nextInt(4); n >= 0; n--) {
        coded[random.nextInt(coded.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        assertThat(coder.decode(coded, 10_000).length).isLessThanOrEqualTo(10_000);
      } catch (CorruptBodyException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void decodesWhatAnOriginCoded() throws Exception {
    var coders = Coders.detected(m -> {});
    var body = Bodies.json(3_000, 8);
    var gzip = new GzipCoder().code(body, 6);
    var both = new BrotliCoder().code(gzip, 4);
    assertThat(coders.decode(List.of(), body, MOST)).isEqualTo(body);
    assertThat(coders.decode(List.of("identity"), body, MOST)).isEqualTo(body);
    assertThat(coders.decode(List.of("X-Gzip"), gzip, MOST)).isEqualTo(body);
    assertThat(coders.decode(List.of("gzip, br"), both, MOST)).isEqualTo(body);
    assertThat(coders.decode(List.of("gzip", "br"), both, MOST)).isEqualTo(body);
    assertThatThrownBy(() -> coders.decode(List.of("compress"), gzip, MOST))
        .isInstanceOf(CorruptBodyException.class);
    assertThatThrownBy(() -> coders.decode(List.of("gzip,gzip,gzip,gzip"), gzip, MOST))
        .isInstanceOf(CorruptBodyException.class);
  }
}
