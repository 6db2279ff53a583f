package dev.proven.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.gateway.transport.OriginLimits;
import dev.proven.gateway.transport.ServerLimits;
import dev.proven.gateway.transport.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 on both sides, well-behaved and not. */
class Http1Test {
  private RawOrigin origin;
  private Gateway gateway;

  @BeforeEach
  void start() throws IOException {
    origin =
        new RawOrigin((request, out, _) -> {
          boolean head = request.start().startsWith("HEAD ");
          var answer = RawOrigin.ok(request.start() + "|" + request.body());
          var text = head ? answer.substring(0, answer.indexOf("\n\n") + 2) : answer;
          out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        });
    gateway = Gateway.start(GatewayOptions.of(origin.uri(), 0));
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\nabc",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: y\rZ: z\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET https://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        "G(T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /#f HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
      })
  void refusesWhatTwoParsersCouldReadInTwoWays(String request) throws Exception {
    try (var client = new RawClient(gateway.port())) {
      client.exactly(request + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.field("connection")).isEqualTo("close");
      assertThat(client.in.read()).isEqualTo(-1);
    }
    assertThat(origin.requests).noneMatch(r -> r.start().contains("smuggled"));
  }

  @Test
  void refusesWhatIsTooLong() throws Exception {
    assertThat(RawClient.get(gateway.port(), "/" + "a".repeat(9000)).status()).isEqualTo(414);
    assertThat(RawClient.get(gateway.port(), "/", "X: " + "a".repeat(9000)).status())
        .isEqualTo(431);
    var many = java.util.Collections.nCopies(120, "X: y").toArray(String[]::new);
    assertThat(RawClient.get(gateway.port(), "/", many).status()).isEqualTo(431);
    assertThat(RawClient.ask(gateway.port(), "CONNECT", "/").status()).isEqualTo(501);
    assertThat(RawClient.get(gateway.port(), "/", "Expect: magic").status()).isEqualTo(417);
  }

  @Test
  void refusesABodyThatIsTooLong() throws Exception {
    var s = ServerLimits.STANDARD;
    var tight =
        new ServerLimits(
            s.lineBytes(),
            s.headBytes(),
            s.fields(),
            10,
            10,
            10,
            s.idle(),
            s.headTime(),
            s.stall());
    try (var small = Gateway.start(GatewayOptions.of(origin.uri(), 0).with(tight));
        var one = new RawClient(small.port());
        var two = new RawClient(small.port())) {
      one.send("POST / HTTP/1.1\nHost: a\nContent-Length: 11\n\nabcdefghijk");
      assertThat(one.read().status()).isEqualTo(413);
      two.send("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\nff\n");
      assertThat(two.read().status()).isEqualTo(413);
    }
  }

  @Test
  void answersWhatIsSentAheadInOrder() throws Exception {
    try (var client = new RawClient(gateway.port())) {
      var all = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        all.append("POST /").append(i).append(" HTTP/1.1\nHost: a\nContent-Length: 2\n\nab");
      }
      client.send(all.toString());
      for (int i = 0; i < 50; i++) {
        assertThat(client.read().body()).isEqualTo("POST /" + i + " HTTP/1.1|ab");
      }
    }
  }

  @Test
  void takesChunksWithExtensionsAndTrailers() throws Exception {
    try (var client = new RawClient(gateway.port())) {
      client.send(
          """
          POST / HTTP/1.1
          Host: a
          Transfer-Encoding: Chunked

          3;x="y"
          abc
          2
          de
          0
          X: y

          """);
      assertThat(client.read().body()).endsWith("|abcde");
      client.send("GET / HTTP/1.1\nHost: a\n\n");
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @Test
  void passesMethodAndTargetByteForByte() throws Exception {
    var target = "/%7e/./a/../b//c?x=%20&y=[]|\u00e9";
    assertThat(RawClient.ask(gateway.port(), "pRoP", target).body())
        .isEqualTo("pRoP " + target + " HTTP/1.1|");
    try (var client = new RawClient(gateway.port())) {
      client.send("GET http://a/x?y HTTP/1.1\nHost: a\n\n");
      assertThat(client.read().body()).isEqualTo("GET /x?y HTTP/1.1|");
      client.send("OPTIONS * HTTP/1.1\nHost: a\n\n");
      assertThat(client.read().body()).isEqualTo("OPTIONS * HTTP/1.1|");
    }
  }

  @Test
  void stripsWhatBelongsToTheConnectionAndTellsOfTheClient() throws Exception {
    RawClient.get(
        gateway.port(),
        "/",
        "Connection: X-Mine, keep-alive",
        "X-Mine: 1",
        "Keep-Alive: 5",
        "TE: trailers",
        "Proxy-Authorization: x",
        "X-Forwarded-For: 6.6.6.6",
        "X-Forwarded-Host: evil",
        "Forwarded: for=evil",
        "X-Original-URL: /admin",
        "Upgrade: h2c",
        "X-Other: 2");
    var request = origin.requests.getFirst();
    for (String name :
        List.of("x-mine", "keep-alive", "te", "proxy-authorization", "x-original-url", "upgrade")) {
      assertThat(request.field(name)).as(name).isEmpty();
    }
    assertThat(request.field("x-other")).isEqualTo("2");
    assertThat(request.field("x-forwarded-for")).isEqualTo("127.0.0.1");
    assertThat(request.field("x-forwarded-host")).isEqualTo("shop.example");
    assertThat(request.field("x-forwarded-proto")).isEqualTo("http");
    assertThat(request.field("forwarded")).doesNotContain("evil").contains("for=127.0.0.1");
    assertThat(request.field("via")).isEqualTo("1.1 Proven");
    assertThat(request.field("host")).isEqualTo("shop.example");
  }

  @Test
  void asksForTheBodyThatAClientHoldsBack() throws Exception {
    try (var client = new RawClient(gateway.port())) {
      client.send("POST / HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 2\n\n");
      assertThat(client.read().status()).isEqualTo(100);
      client.send("ab");
      assertThat(client.read().body()).endsWith("|ab");
      assertThat(origin.requests.getFirst().field("expect")).isEmpty();
    }
  }

  @Test
  void speaksHttp10() throws Exception {
    try (var client = new RawClient(gateway.port())) {
      client.send("GET / HTTP/1.0\n\n");
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.field("connection")).isEqualTo("close");
      assertThat(client.in.read()).isEqualTo(-1);
    }
  }

  @Test
  void answersHead() throws Exception {
    try (var client = new RawClient(gateway.port())) {
      client.send("HEAD / HTTP/1.1\nHost: a\n\nGET / HTTP/1.1\nHost: a\n\n");
      var head = RawMessage.read(client.in, true);
      assertThat(head.field("content-length")).isEqualTo("16");
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @Test
  void closesClientsThatAreTooSlow() throws Exception {
    var s = ServerLimits.STANDARD;
    var quick = Duration.ofMillis(300);
    var tight =
        new ServerLimits(
            s.lineBytes(), s.headBytes(), s.fields(), 100, 10, 10, quick, quick, quick);
    try (var impatient = Gateway.start(GatewayOptions.of(origin.uri(), 0).with(tight));
        var head = new RawClient(impatient.port());
        var body = new RawClient(impatient.port());
        var idle = new RawClient(impatient.port());
        var silent = new RawClient(impatient.port())) {
      head.send("GET / HTTP/1.1\nHo");
      body.send("POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\nab");
      idle.send("GET / HTTP/1.1\nHost: a\n\n");
      assertThat(head.read().status()).isEqualTo(408);
      assertThat(body.read().status()).isEqualTo(408);
      assertThat(idle.read().status()).isEqualTo(200);
      assertThat(idle.in.read()).isEqualTo(-1);
      assertThat(silent.in.read()).isEqualTo(-1);
    }
  }

  /** Those that this machine has; one that it lacks is named. */
  static List<Transport> transports() {
    var there = new ArrayList<Transport>();
    for (var transport : Transport.values()) {
      if (transport.isAvailable()) {
        there.add(transport);
      } else {
        System.out.println("NOT RUN: this machine has no " + transport);
      }
    }
    return there;
  }

  @ParameterizedTest
  @MethodSource("transports")
  void streamsLongBodiesBothWays(Transport transport) throws Exception {
    var body = "0123456789abcdef".repeat(1 << 17);
    try (var fast = Gateway.start(GatewayOptions.of(origin.uri(), 0).with(transport));
        var client = new RawClient(fast.port())) {
      Thread.startVirtualThread(() -> {
        try {
          client.send("POST / HTTP/1.1\nHost: a\nContent-Length: " + body.length() + "\n\n" + body);
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      });
      assertThat(client.read().body()).isEqualTo("POST / HTTP/1.1|" + body);
    }
  }

  @Test
  void holdsTheOriginUpWhileAClientDoesNotRead() throws Exception {
    var piece = new byte[65_536];
    var sent = new java.util.concurrent.atomic.AtomicLong();
    try (var endless =
            new RawOrigin((_, out, _) -> {
              out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
              while (true) {
                out.write(piece);
                sent.addAndGet(piece.length);
              }
            });
        var front = Gateway.start(GatewayOptions.of(endless.uri(), 0));
        var client = new RawClient(front.port())) {
      client.send("GET / HTTP/1.1\nHost: a\n\n");
      Thread.sleep(1500);
      long held = sent.get();
      Thread.sleep(500);
      assertThat(sent.get()).isEqualTo(held).isLessThan(64L << 20);
    }
  }

  @Test
  void showsThatAnOriginDiedInTheMiddle() throws Exception {
    for (String start :
        List.of(
            "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 100\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nExpires: 0\r\n\r\n3\r\nabc\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nxyz\r\n")) {
      try (var dying =
              new RawOrigin((_, out, socket) -> {
                out.write(start.getBytes(StandardCharsets.US_ASCII));
                Thread.sleep(100);
                socket.close();
              });
          var front = Gateway.start(GatewayOptions.of(dying.uri(), 0))) {
        assertThatThrownBy(() -> RawClient.get(front.port(), "/")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> RawClient.get(front.port(), "/")).isInstanceOf(IOException.class);
        assertThat(dying.count()).isEqualTo(2);
      }
    }
  }

  @Test
  void answers502ForWhatIsNoAnswer() throws Exception {
    for (String text :
        List.of(
            "nonsense\r\n\r\n",
            "",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")) {
      try (var odd =
              new RawOrigin((_, out, socket) -> {
                out.write(text.getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
              });
          var front = Gateway.start(GatewayOptions.of(odd.uri(), 0))) {
        assertThat(RawClient.get(front.port(), "/").status()).as(text).isEqualTo(502);
        assertThat(odd.count()).isEqualTo(1);
      }
    }
  }

  @Test
  void answers504WhenTheOriginIsSilent() throws Exception {
    var quick = Duration.ofMillis(300);
    try (var silent = new RawOrigin((_, _, _) -> Thread.sleep(5000));
        var front =
            Gateway.start(
                GatewayOptions.of(silent.uri(), 0)
                    .with(new OriginLimits(1, 1, quick, quick, quick, quick)))) {
      assertThat(RawClient.get(front.port(), "/").status()).isEqualTo(504);
    }
  }

  @Test
  void usesConnectionsToTheOriginAgain() throws Exception {
    var ports = java.util.concurrent.ConcurrentHashMap.<Integer>newKeySet();
    try (var counting =
            new RawOrigin((_, out, socket) -> {
              ports.add(socket.getPort());
              out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            });
        var front = Gateway.start(GatewayOptions.of(counting.uri(), 0));
        var client = new RawClient(front.port())) {
      for (int i = 0; i < 20; i++) {
        client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 0\n\n");
        assertThat(client.read().status()).isEqualTo(204);
      }
      assertThat(ports).hasSize(1);
    }
  }

  @Test
  void givesNobodyWhatAnOriginSendsBehindAnAnswer() throws Exception {
    for (long later : new long[] {0, 100}) {
      try (var odd =
              new RawOrigin((_, out, _) -> {
                var answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
                var first = later == 0 ? answer + "more" : answer;
                out.write(first.getBytes(StandardCharsets.US_ASCII));
                if (later > 0) {
                  Thread.sleep(later);
                  out.write("more".getBytes(StandardCharsets.US_ASCII));
                }
              });
          var front = Gateway.start(GatewayOptions.of(odd.uri(), 0));
          var client = new RawClient(front.port())) {
        for (int i = 0; i < 3; i++) {
          client.send("GET /" + i + " HTTP/1.1\nHost: a\n\n");
          assertThat(client.read().body()).isEqualTo("ok");
          Thread.sleep(3 * later);
        }
      }
    }
  }

  @Test
  void passesEarlyHintsOn() throws Exception {
    try (var hinting =
            RawOrigin.saying(
                "HTTP/1.1 103 Early Hints\nLink: </a.css>\n\n" + RawOrigin.ok("hello"));
        var front = Gateway.start(GatewayOptions.of(hinting.uri(), 0));
        var client = new RawClient(front.port())) {
      client.send("GET / HTTP/1.1\nHost: a\n\n");
      var hints = client.read();
      assertThat(hints.status()).isEqualTo(103);
      assertThat(hints.field("link")).isEqualTo("</a.css>");
      assertThat(client.read().body()).isEqualTo("hello");
    }
  }

  @Test
  void tunnelsWebSockets() throws Exception {
    try (var echo =
            new RawOrigin((_, out, socket) -> {
              out.write(
                  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhi"
                      .getBytes(StandardCharsets.US_ASCII));
              socket.getInputStream().transferTo(out);
              socket.close();
            });
        var front = Gateway.start(GatewayOptions.of(echo.uri(), 0));
        var client = new RawClient(front.port())) {
      client.send(
          """
          GET /chat HTTP/1.1
          Host: a
          Connection: Upgrade
          Upgrade: websocket
          Sec-WebSocket-Key: x

          """);
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.field("upgrade")).isEqualTo("websocket");
      assertThat(new String(client.in.readNBytes(2), StandardCharsets.US_ASCII)).isEqualTo("hi");
      client.exactly("ping");
      assertThat(new String(client.in.readNBytes(4), StandardCharsets.US_ASCII)).isEqualTo("ping");
      assertThat(echo.requests.getFirst().field("connection")).isEqualTo("Upgrade");
    }
  }

  @Test
  void letsRequestsEndWhenItIsClosed() throws Exception {
    try (var slow =
        new RawOrigin((_, out, _) -> {
          Thread.sleep(500);
          out.write(RawOrigin.ok("late").replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        })) {
      var front = Gateway.start(GatewayOptions.of(slow.uri(), 0));
      try (var busy = new RawClient(front.port());
          var idle = new RawClient(front.port())) {
        busy.send("GET / HTTP/1.1\nHost: a\n\n");
        Thread.sleep(200);
        var closing = Thread.startVirtualThread(front::close);
        var answer = busy.read();
        assertThat(answer.body()).isEqualTo("late");
        assertThat(answer.field("connection")).isEqualTo("close");
        assertThat(idle.in.read()).isEqualTo(-1);
        closing.join();
      }
    }
  }
}
