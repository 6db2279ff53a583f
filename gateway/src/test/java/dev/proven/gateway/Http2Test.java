package dev.proven.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/2 in the clear with clients, HTTP/1.1 with the origin. */
class Http2Test {
  private RawOrigin origin;
  private Gateway gateway;
  private H2Client client;

  @BeforeEach
  void start() throws Exception {
    origin =
        new RawOrigin((request, out, _) ->
            out.write(
                RawOrigin.ok(
                        request.start() + "|" + request.body(),
                        "Connection: keep-alive, X-Mine",
                        "Keep-Alive: timeout=5",
                        "X-Mine: 1",
                        "Proxy-Connection: keep-alive",
                        "X-Other: 2",
                        request.start().contains("cached")
                            ? "Cache-Control: max-age=60"
                            : "Cache-Control: no-store")
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1)));
    gateway = Gateway.start(GatewayOptions.of(origin.uri(), 0));
    client = new H2Client(gateway.port());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    gateway.close();
    origin.close();
  }

  @Test
  void answersWithoutFieldsOfTheConnection() throws Exception {
    for (int i = 0; i < 3; i++) {
      var answer = client.ask(H2Client.headers("GET", "/cached"), null);
      assertThat(answer.reset()).isFalse();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("GET /cached HTTP/1.1|");
      assertThat(answer.headers().get("connection")).isNull();
      assertThat(answer.headers().get("keep-alive")).isNull();
      assertThat(answer.headers().get("proxy-connection")).isNull();
      assertThat(answer.headers().get("x-mine")).isNull();
      assertThat(answer.headers().get("x-other")).hasToString("2");
    }
    assertThat(origin.count()).isEqualTo(1);
  }

  @Test
  void carriesBodiesAndJoinsCookies() throws Exception {
    var headers = H2Client.headers("POST", "/x", "cookie", "a=1", "cookie", "b=2");
    assertThat(client.ask(headers, "hello").body()).isEqualTo("POST /x HTTP/1.1|hello");
    var request = origin.requests.getFirst();
    assertThat(request.field("cookie")).isEqualTo("a=1; b=2");
    assertThat(request.field("host")).isEqualTo("shop.example");
    assertThat(request.field("transfer-encoding")).isEqualTo("chunked");
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    client.ask(H2Client.headers("GET", "/cached"), null);
    var answer = client.ask(H2Client.headers("HEAD", "/cached"), null);
    assertThat(answer.reset()).isFalse();
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().get("content-length")).hasToString("21");
  }

  @ParameterizedTest
  @CsvSource({
    "connection, close",
    "transfer-encoding, chunked",
    "upgrade, websocket",
    "te, gzip",
    "X-Upper, a",
    "'x y', a",
  })
  void resetsWhatIsMalformed(String name, String value) throws Exception {
    var answer = client.ask(H2Client.headers("GET", "/", name, value), null);
    assertThat(answer.status() == 0 || answer.status() == 400).isTrue();
    assertThat(origin.count()).isZero();
  }

  @Test
  void neverLetsALineEndThrough() throws Exception {
    for (String value : new String[] {"a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b"}) {
      var field = client.ask(H2Client.headers("GET", "/", "x-a", value), null);
      assertThat(field.status()).as(value).isIn(0, 400);
      var path = client.ask(H2Client.headers("GET", "/" + value), null);
      assertThat(path.status()).as(value).isIn(0, 400);
      var method = client.ask(H2Client.headers("GET" + value, "/"), null);
      assertThat(method.status()).as(value).isIn(0, 400);
    }
    assertThat(origin.count()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"3, abcdef", "9, abcdef", "x, abcdef"})
  void resetsWhenTheLengthIsAnother(String length, String body) throws Exception {
    var answer = client.ask(H2Client.headers("POST", "/", "content-length", length), body);
    assertThat(answer.status()).isIn(0, 400);
    assertThat(answer.body()).doesNotContain("abcdef");
  }

  @Test
  void refusesAnAuthorityThatIsNotHost() throws Exception {
    var answer = client.ask(H2Client.headers("GET", "/", "host", "evil"), null);
    assertThat(answer.status()).isIn(0, 400);
    assertThat(origin.count()).isZero();
  }

  @Test
  void carriesManyLongBodiesAtATime() throws Exception {
    var body = "0123456789abcdef".repeat(1 << 15);
    var answers = new ArrayList<CompletableFuture<H2Client.Answer>>();
    for (int i = 0; i < 16; i++) {
      answers.add(client.send(H2Client.headers("POST", "/" + i), body));
    }
    for (int i = 0; i < 16; i++) {
      assertThat(answers.get(i).get(30, TimeUnit.SECONDS).body())
          .isEqualTo("POST /" + i + " HTTP/1.1|" + body);
    }
  }

  @Test
  void resetsWhenTheOriginDiesInTheMiddle() throws Exception {
    try (var dying =
            new RawOrigin((_, out, socket) -> {
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"
                      .getBytes(StandardCharsets.US_ASCII));
              Thread.sleep(100);
              socket.close();
            });
        var front = Gateway.start(GatewayOptions.of(dying.uri(), 0));
        var other = new H2Client(front.port())) {
      var answer = other.ask(H2Client.headers("GET", "/"), null);
      assertThat(answer.reset()).isTrue();
    }
  }
}
