package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The gateway as a process of its own, in front of a real server. */
final class GatewayCommandTest {
  private static final byte[] BODY = "hello".getBytes(StandardCharsets.UTF_8);

  private static HttpServer origin(AtomicInteger calls) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.getResponseHeaders().set("Cache-Control", "max-age=60");
          exchange.sendResponseHeaders(200, BODY.length);
          exchange.getResponseBody().write(BODY);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static Process gateway(HttpServer origin) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.proven.cli.Main",
            "gateway",
            "--port",
            "0",
            "--upstream",
            "http://127.0.0.1:" + origin.getAddress().getPort())
        .start();
  }

  private static HttpResponse<String> get(HttpClient client, URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void storesWhatTheOriginAllowsUntilItIsEnded() throws Exception {
    var calls = new AtomicInteger();
    var origin = origin(calls);
    var process = gateway(origin);
    try (BufferedReader talk = process.errorReader();
        var client = HttpClient.newHttpClient()) {
      var line = talk.readLine();
      assertThat(line).startsWith("Listening on http://127.0.0.1:").contains(" for http://");
      var uri = URI.create(line.split(" ", -1)[2] + "/a");
      assertThat(get(client, uri).headers().firstValue("Cache-Status").orElse(""))
          .contains("fwd=uri-miss", "stored");
      var second = get(client, uri);
      assertThat(second.body()).isEqualTo("hello");
      assertThat(second.headers().firstValue("Cache-Status").orElse("")).contains("hit");
      assertThat(calls).hasValue(1);
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
      origin.stop(0);
    }
  }

  @Test
  void whatIsNoOriginIsAUsageError() {
    for (var wrong :
        List.of("shop", "ftp://shop", "http://a:b@shop", "http://shop/path", "http://")) {
      var called = Called.proven("gateway", "--upstream", wrong);
      assertThat(called.code()).as(wrong).isEqualTo(2);
      assertThat(called.err()).contains("--upstream is no origin").doesNotContain("a:b");
    }
    assertThat(Called.proven("gateway").code()).isEqualTo(2);
    var port = Called.proven("gateway", "--upstream", "http://127.0.0.1:1", "--port", "70000");
    assertThat(port.err()).contains("There is no port 70000");
  }
}
