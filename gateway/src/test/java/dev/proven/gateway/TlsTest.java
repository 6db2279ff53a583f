package dev.proven.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with clients; which protocol is spoken, ALPN decides. */
class TlsTest {
  private static final char[] SECRET = "changeit".toCharArray();

  private static KeyStore keys(Path folder) throws Exception {
    var file = folder.resolve("keys.p12");
    var made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "gateway",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=DNS:localhost,IP:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(SECRET))
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    var keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, SECRET);
    }
    return keys;
  }

  @Test
  void speaksWhatAlpnAgreesUpon(@TempDir Path folder) throws Exception {
    var keys = keys(folder);
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, SECRET);
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    var client = SSLContext.getInstance("TLS");
    client.init(null, trusted.getTrustManagers(), null);
    var server =
        SslContextBuilder.forServer(own)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2,
                    ApplicationProtocolNames.HTTP_1_1))
            .build();
    try (var origin = RawOrigin.saying(RawOrigin.ok("hello", "Cache-Control: max-age=60"));
        var gateway = Gateway.start(GatewayOptions.of(origin.uri(), 0).with(server));
        var http = HttpClient.newBuilder().sslContext(client).build()) {
      for (var version : HttpClient.Version.values()) {
        if (version != HttpClient.Version.HTTP_1_1 && version != HttpClient.Version.HTTP_2) {
          continue;
        }
        var request =
            HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.port() + "/"))
                .version(version)
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.body()).isEqualTo("hello");
      }
      assertThat(origin.count()).isEqualTo(1);
      assertThat(origin.requests.getFirst().field("x-forwarded-proto")).isEqualTo("https");
    }
  }
}
