package dev.proven.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the cache does with real requests. */
class CachingGatewayTest {
  private static Gateway over(RawOrigin origin) throws IOException {
    return Gateway.start(GatewayOptions.of(origin.uri(), 0));
  }

  @Test
  void answersTheSecondTimeFromMemory() throws Exception {
    try (var origin = RawOrigin.saying(RawOrigin.ok("hello", "Cache-Control: max-age=60"));
        var gateway = over(origin)) {
      var first = RawClient.get(gateway.port(), "/a");
      assertThat(first.status()).isEqualTo(200);
      assertThat(first.field("cache-status")).contains("fwd=uri-miss", "stored");
      var second = RawClient.get(gateway.port(), "/a");
      assertThat(second.body()).isEqualTo("hello");
      assertThat(second.field("cache-status")).contains("hit; ttl=");
      assertThat(second.field("age")).isNotEmpty();
      assertThat(second.field("date")).isEqualTo(first.field("date")).isNotEmpty();
      assertThat(origin.count()).isEqualTo(1);
    }
  }

  @Test
  void confirmsWhatIsStaleAndAnswersTheClientWithAllOfIt() throws Exception {
    try (var origin =
            RawOrigin.saying(
                RawOrigin.ok("hello", "Cache-Control: max-age=0", "ETag: \"1\""),
                "HTTP/1.1 304 Not Modified\nETag: \"1\"\nCache-Control: max-age=60\n\n");
        var gateway = over(origin)) {
      RawClient.get(gateway.port(), "/a");
      var second = RawClient.get(gateway.port(), "/a");
      assertThat(second.status()).isEqualTo(200);
      assertThat(second.body()).isEqualTo("hello");
      assertThat(origin.requests.get(1).field("if-none-match")).isEqualTo("\"1\"");
      var third = RawClient.get(gateway.port(), "/a", "If-None-Match: \"1\"");
      assertThat(third.status()).isEqualTo(304);
      assertThat(origin.count()).isEqualTo(2);
    }
  }

  @Test
  void asksAgainWithoutConditionsWhenA304IsOfSomethingElse() throws Exception {
    try (var origin =
            RawOrigin.saying(
                RawOrigin.ok("old", "Cache-Control: max-age=0", "ETag: \"1\""),
                "HTTP/1.1 304 Not Modified\nETag: \"2\"\n\n",
                RawOrigin.ok("new", "Cache-Control: max-age=60", "ETag: \"2\""));
        var gateway = over(origin)) {
      RawClient.get(gateway.port(), "/a");
      assertThat(RawClient.get(gateway.port(), "/a").body()).isEqualTo("new");
      assertThat(origin.requests.get(2).field("if-none-match")).isEmpty();
    }
  }

  @Test
  void keepsVariantsApart() throws Exception {
    try (var origin =
            new RawOrigin((request, out, _) ->
                out.write(
                    RawOrigin.ok(
                            request.field("x-colour"),
                            "Cache-Control: max-age=60",
                            "Vary: X-Colour")
                        .replace("\n", "\r\n")
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        var gateway = over(origin)) {
      for (int i = 0; i < 2; i++) {
        assertThat(RawClient.get(gateway.port(), "/", "X-Colour: red").body()).isEqualTo("red");
        assertThat(RawClient.get(gateway.port(), "/", "X-Colour: blue").body()).isEqualTo("blue");
      }
      assertThat(origin.count()).isEqualTo(2);
    }
  }

  @Test
  void cutsRangesOutOfWhatIsStored() throws Exception {
    try (var origin = RawOrigin.saying(RawOrigin.ok("0123456789", "Cache-Control: max-age=60"));
        var gateway = over(origin)) {
      RawClient.get(gateway.port(), "/");
      var part = RawClient.get(gateway.port(), "/", "Range: bytes=2-4");
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("234");
      assertThat(part.field("content-range")).isEqualTo("bytes 2-4/10");
      assertThat(RawClient.get(gateway.port(), "/", "Range: bytes=20-").status()).isEqualTo(416);
      assertThat(origin.count()).isEqualTo(1);
    }
  }

  @Test
  void completesAPart() throws Exception {
    try (var origin =
            RawOrigin.saying(
                RawOrigin.answer(
                    "206 Partial Content",
                    "01234",
                    "Content-Range: bytes 0-4/10",
                    "ETag: \"1\"",
                    "Cache-Control: max-age=60"),
                RawOrigin.answer(
                    "206 Partial Content",
                    "56789",
                    "Content-Range: bytes 5-9/10",
                    "ETag: \"1\"",
                    "Cache-Control: max-age=60"));
        var gateway = over(origin)) {
      RawClient.get(gateway.port(), "/", "Range: bytes=0-4");
      var whole = RawClient.get(gateway.port(), "/");
      assertThat(whole.status()).isEqualTo(200);
      assertThat(whole.body()).isEqualTo("0123456789");
      assertThat(whole.field("content-range")).isEmpty();
      assertThat(RawClient.get(gateway.port(), "/").body()).isEqualTo("0123456789");
      assertThat(origin.requests.get(1).field("range")).isEqualTo("bytes=5-");
      assertThat(origin.count()).isEqualTo(2);
    }
  }

  @Test
  void answersHeadFromAStoredGet() throws Exception {
    try (var origin = RawOrigin.saying(RawOrigin.ok("hello", "Cache-Control: max-age=60"));
        var gateway = over(origin)) {
      RawClient.get(gateway.port(), "/");
      var head = RawClient.ask(gateway.port(), "HEAD", "/");
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.field("content-length")).isEqualTo("5");
      assertThat(origin.count()).isEqualTo(1);
    }
  }

  @Test
  void forgetsWhatAnUnsafeMethodChanged() throws Exception {
    try (var origin = RawOrigin.saying(RawOrigin.ok("hello", "Cache-Control: max-age=60"));
        var gateway = over(origin)) {
      RawClient.get(gateway.port(), "/");
      RawClient.ask(gateway.port(), "FROB", "/");
      assertThat(RawClient.get(gateway.port(), "/").field("cache-status")).contains("uri-miss");
      assertThat(origin.count()).isEqualTo(3);
      assertThat(origin.requests.get(1).start()).isEqualTo("FROB / HTTP/1.1");
    }
  }

  @Test
  void servesStaleAndRefreshesBehindIt() throws Exception {
    try (var origin =
            RawOrigin.saying(
                RawOrigin.ok("one", "Cache-Control: max-age=0, stale-while-revalidate=60"),
                RawOrigin.ok("two", "Cache-Control: max-age=60"));
        var gateway = over(origin)) {
      RawClient.get(gateway.port(), "/");
      assertThat(RawClient.get(gateway.port(), "/").body()).isEqualTo("one");
      for (int i = 0; i < 100 && origin.count() < 2; i++) {
        Thread.sleep(20);
      }
      Thread.sleep(200);
      assertThat(RawClient.get(gateway.port(), "/").body()).isEqualTo("two");
      assertThat(origin.count()).isEqualTo(2);
    }
  }

  @Test
  void servesStaleInsteadOfAnError() throws Exception {
    try (var origin =
            RawOrigin.saying(
                RawOrigin.ok("good", "Cache-Control: max-age=0, stale-if-error=60", "ETag: \"1\""),
                RawOrigin.answer("503 Busy", "bad"));
        var gateway = over(origin)) {
      RawClient.get(gateway.port(), "/");
      assertThat(RawClient.get(gateway.port(), "/").body()).isEqualTo("good");
      assertThat(origin.count()).isEqualTo(2);
      origin.die();
      assertThat(RawClient.get(gateway.port(), "/").body()).isEqualTo("good");
      assertThat(RawClient.get(gateway.port(), "/other").status()).isEqualTo(502);
    }
  }

  @Test
  void neverServesStaleWhatMustBeConfirmed() throws Exception {
    try (var origin =
            RawOrigin.saying(
                RawOrigin.ok(
                    "good",
                    "Cache-Control: max-age=0, must-revalidate, stale-if-error=60",
                    "ETag: \"1\""));
        var gateway = over(origin)) {
      RawClient.get(gateway.port(), "/");
      origin.die();
      assertThat(RawClient.get(gateway.port(), "/").status()).isEqualTo(504);
    }
  }

  @Test
  void answers504WhenNothingButTheCacheIsWanted() throws Exception {
    try (var origin = RawOrigin.saying(RawOrigin.ok("hello"));
        var gateway = over(origin)) {
      assertThat(RawClient.get(gateway.port(), "/", "Cache-Control: only-if-cached").status())
          .isEqualTo(504);
      assertThat(origin.count()).isZero();
    }
  }

  @Test
  void storesNothingThatIsForOneReceiver() throws Exception {
    for (String field :
        new String[] {"Set-Cookie: a=b", "Cache-Control: private", "Cache-Control: no-store"}) {
      try (var origin =
              RawOrigin.saying(
                  RawOrigin.ok("mine", field, "Expires: Fri, 01 Jan 2049 00:00:00 GMT"));
          var gateway = over(origin)) {
        RawClient.get(gateway.port(), "/");
        RawClient.get(gateway.port(), "/");
        assertThat(origin.count()).as(field).isEqualTo(2);
      }
    }
  }

  @Test
  void passesAGetWithABodyAndStoresNothing() throws Exception {
    try (var origin = RawOrigin.saying(RawOrigin.ok("hello", "Cache-Control: max-age=60"));
        var gateway = over(origin);
        var client = new RawClient(gateway.port())) {
      for (int i = 0; i < 2; i++) {
        client.send("GET / HTTP/1.1\nHost: a\nContent-Length: 3\n\nabc");
        assertThat(client.read().body()).isEqualTo("hello");
      }
      assertThat(origin.count()).isEqualTo(2);
      assertThat(origin.requests.get(0).body()).isEqualTo("abc");
    }
  }
}
