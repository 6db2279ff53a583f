package dev.proven.gateway.coding;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The coders that work on this machine. */
public final class Coders {
  private static final byte[] PROBE =
      "a probe, a probe, a probe".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private final Map<Coding, Coder> coders = new EnumMap<>(Coding.class);

  private Coders() {}

  /**
   * Tries each one. A native library may lack the machine's processor or libc, or may be kept from
   * unpacking; only use tells.
   *
   * @param missing is told, in a sentence, of each one that does not work
   */
  public static Coders detected(Consumer<String> missing) {
    return of(List.of(new GzipCoder(), new BrotliCoder(), new ZstdCoder()), missing);
  }

  static Coders of(List<Coder> all, Consumer<String> missing) {
    var coders = new Coders();
    for (var coder : all) {
      try {
        var back = coder.decode(coder.code(PROBE, coder.coding().cheap()), PROBE.length);
        if (!java.util.Arrays.equals(back, PROBE)) {
          throw new CorruptBodyException("it does not give back what it got");
        }
        coders.coders.put(coder.coding(), coder);
      } catch (java.io.IOException | RuntimeException | LinkageError e) {
        missing.accept(
            "The coding "
                + coder.coding().token()
                + " is not available here and is left out: "
                + e.getMessage());
      }
    }
    return coders;
  }

  /** The coder of a coding; identity needs none. */
  public Optional<Coder> of(Coding coding) {
    return Optional.ofNullable(coders.get(coding));
  }

  /** Options with only those codings that work here. */
  public CodingOptions limited(CodingOptions options) {
    return options.with(
        options.preferred().stream()
            .filter(c -> c == Coding.IDENTITY || coders.containsKey(c))
            .toList());
  }

  /**
   * The plain body of an answer with that Content-Encoding.
   *
   * @param most bytes that it may have
   * @throws CorruptBodyException also where a coding is unknown, or there are too many
   */
  public byte[] decode(List<String> contentEncoding, byte[] body, int most)
      throws CorruptBodyException {
    var names = String.join(",", contentEncoding).split(",", 4);
    if (names.length > 3) {
      throw new CorruptBodyException("more than 3 codings");
    }
    var plain = body;
    for (int i = names.length - 1; i >= 0; i--) {
      var name = names[i].strip();
      if (!name.isEmpty() && !name.equalsIgnoreCase("identity")) {
        var coder = Coding.of(name).flatMap(this::of);
        if (coder.isEmpty()) {
          throw new CorruptBodyException("a coding that is not known here");
        }
        plain = coder.get().decode(plain, most);
      }
    }
    return plain;
  }
}
