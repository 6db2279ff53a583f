package dev.proven.gateway.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.gateway.cache.Fields;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CodedBodyTest {
  private static final Coders CODERS = Coders.detected(m -> {});

  private final CodingTools tools = CodingTools.of(CODERS, CodingOptions.STANDARD);
  private final AtomicInteger grown = new AtomicInteger();

  @AfterEach
  void close() {
    tools.close();
  }

  private CodedBody body(byte[] bytes) {
    return new CodedBody(bytes, tools, grown::incrementAndGet);
  }

  private static Variant get(CodedBody body, Coding coding) throws Exception {
    return body.variant(coding).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static byte[] plain(Variant variant) throws Exception {
    return CODERS.of(variant.coding()).orElseThrow().decode(variant.bytes(), 10 << 20);
  }

  @Test
  void makesEachVariantOnce() throws Exception {
    var bytes = Bodies.json(20_000, 1);
    var body = body(bytes);
    long before = body.variants().bytes();
    for (var coding : CodingOptions.STANDARD.preferred()) {
      var variant = get(body, coding);
      assertThat(variant.coding()).isEqualTo(coding);
      assertThat(plain(variant)).isEqualTo(bytes);
      assertThat(get(body, coding)).isSameAs(variant);
    }
    assertThat(grown).hasValue(3);
    assertThat(before).isEqualTo(20_000);
    assertThat(body.variants().bytes()).isBetween(25_000L, 50_000L);
    assertThat(get(body, Coding.IDENTITY).bytes()).isSameAs(bytes);
  }

  @Test
  void manyWhoAskAtOnceGetTheSameOne() throws Exception {
    var body = body(Bodies.json(400_000, 2));
    var barrier = new CyclicBarrier(16);
    Set<Object> different =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        var _ =
            threads.submit(() -> {
              barrier.await(30, TimeUnit.SECONDS);
              return different.add(get(body, Coding.BR).bytes());
            });
      }
    }
    assertThat(different).hasSize(1);
    assertThat(grown).hasValue(1);
  }

  @Test
  void whatCodingMakesLargerStaysAsItIs() throws Exception {
    var bytes = Bodies.noise(5_000, 3);
    var body = body(bytes);
    var variant = get(body, Coding.GZIP);
    assertThat(variant.coding()).isEqualTo(Coding.IDENTITY);
    assertThat(variant.bytes()).isSameAs(bytes);
    assertThat(body.variants().bytes()).isEqualTo(5_000);
  }

  @Test
  void aHotOneGetsBetter() throws Exception {
    var bytes = Bodies.json(27_630, 4);
    var body = body(bytes);
    var cheap = get(body, Coding.BR);
    assertThat(cheap.best()).isFalse();
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!get(body, Coding.BR).best() && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    var best = get(body, Coding.BR);
    assertThat(best.best()).isTrue();
    assertThat(best.bytes().length).isLessThan(cheap.bytes().length);
    assertThat(plain(best)).isEqualTo(bytes);
    assertThat(grown).hasValue(2);
  }

  @Test
  void whereTheWorkshopIsFullItStaysAsItIs() throws Exception {
    try (var workshop = new Workshop(1, 1)) {
      var full = new CodingTools(CODERS, CodingOptions.STANDARD, workshop, 0);
      var held = new CountDownLatch(1);
      var entered = new CountDownLatch(1);
      assertThat(
              workshop.offer(() -> {
                entered.countDown();
                awaitQuietly(held);
              }))
          .isTrue();
      assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
      var queued = new CodedBody(Bodies.json(5_000, 5), full, () -> {});
      var waiting = queued.variant(Coding.GZIP).toCompletableFuture();
      var refused = new CodedBody(Bodies.json(5_000, 6), full, () -> {});
      assertThat(get(refused, Coding.GZIP).coding()).isEqualTo(Coding.IDENTITY);
      assertThat(waiting).isNotDone();
      held.countDown();
      assertThat(waiting.get(30, TimeUnit.SECONDS).coding()).isEqualTo(Coding.GZIP);
      assertThat(get(refused, Coding.GZIP).coding()).isEqualTo(Coding.GZIP);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aCoderThatIsMissingLeavesItAsItIs() throws Exception {
    var none =
        new CodingTools(
            Coders.of(java.util.List.of(), m -> {}),
            CodingOptions.STANDARD,
            tools.workshop(),
            1 << 20);
    var body = new CodedBody(Bodies.json(5_000, 6), none, () -> {});
    assertThat(get(body, Coding.BR).coding()).isEqualTo(Coding.IDENTITY);
  }

  @Test
  void fieldsTellTheVariant() throws Exception {
    var body = body(Bodies.json(5_000, 7));
    var stored =
        Fields.of(
            "Content-Type",
            "text/html",
            "ETag",
            "\"a\"",
            "Content-Length",
            "5000",
            "Accept-Ranges",
            "bytes",
            "Vary",
            "Origin");
    assertThat(get(body, Coding.BR).fields(stored))
        .isEqualTo(
            Fields.of(
                "Content-Type",
                "text/html",
                "Vary",
                "Origin, Accept-Encoding",
                "Content-Encoding",
                "br",
                "ETag",
                "\"a~br\""));
    assertThat(get(body, Coding.IDENTITY).fields(stored).joined("vary"))
        .hasValue("Origin, Accept-Encoding");
    assertThat(get(body, Coding.IDENTITY).fields(stored).first("etag")).hasValue("\"a\"");
  }

  @Test
  void varyIsJoinedOnce() {
    assertThat(Variant.varying(Fields.NONE)).isEqualTo(Fields.of("Vary", "Accept-Encoding"));
    for (var told : new String[] {"accept-encoding", "Origin, Accept-Encoding", "*", "a ,*"}) {
      var fields = Fields.of("Vary", told);
      assertThat(Variant.varying(fields)).isEqualTo(fields);
    }
    assertThat(Variant.varying(Fields.of("Vary", "A", "vary", "B")).all("vary"))
        .containsExactly("A, B, Accept-Encoding");
  }
}
