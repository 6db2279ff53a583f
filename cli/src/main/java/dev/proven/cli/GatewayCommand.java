package dev.proven.cli;

import dev.proven.core.Problem;
import dev.proven.gateway.Gateway;
import dev.proven.gateway.GatewayOptions;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code proven gateway}: a caching gateway in front of one origin, until it is ended. */
@Command(
    name = "gateway",
    sortOptions = false,
    description = {
      "A gateway in front of an HTTP service that stores answers in memory, as the origin allows it",
      "(RFC 9111), and asks the origin once where many clients want the same. HTTP/1.1 and HTTP/2",
      "without encryption, on the loopback address. Ends at SIGTERM, when requests have ended."
    })
final class GatewayCommand implements Callable<Integer> {
  private static final int HIGHEST_PORT = 65_535;

  @Option(
      names = "--upstream",
      paramLabel = "URL",
      required = true,
      description = "The origin, such as http://127.0.0.1:9000.")
  String upstream = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port to listen on; 0 for any free one (default: ${DEFAULT-VALUE}).")
  int port = 8080;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > HIGHEST_PORT) {
      throw Problem.usage("There is no port " + port + ".", "Choose from 0 to 65535.");
    }
    var options = GatewayOptions.of(origin(upstream), port);
    var err = spec.commandLine().getErr();
    var gateway = start(options);
    warnOfSlowMemory();
    err.println(
        "Listening on http://127.0.0.1:"
            + gateway.port()
            + " for "
            + upstream
            + " ("
            + options.transport().name().toLowerCase(Locale.ROOT)
            + ")");
    untilEnded(gateway);
    return 0;
  }

  private void warnOfSlowMemory() {
    var arguments = java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments();
    if (!arguments.contains("--sun-misc-unsafe-memory-access=allow")) {
      spec.commandLine()
          .getErr()
          .println(
              "Without --sun-misc-unsafe-memory-access=allow Java makes it several times slower; the"
                  + " launcher ./proven sets it.");
    }
  }

  /** The process ends when its hook has: until then requests are answered. */
  private static void untilEnded(Gateway gateway) throws InterruptedException {
    var ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              gateway.close();
              ended.countDown();
            }));
    ended.await();
  }

  private static Gateway start(GatewayOptions options) {
    try {
      return Gateway.start(options);
    } catch (IOException e) {
      throw Problem.failed(
              "The gateway cannot listen on port "
                  + options.address().getPort()
                  + ": "
                  + e.getMessage(),
              "Choose another one with --port, or look what listens there.")
          .causedBy(e);
    }
  }

  private static URI origin(String text) {
    var uri = parsed(text);
    boolean sound =
        uri != null
            && uri.getScheme() != null
            && Set.of("http", "https").contains(uri.getScheme().toLowerCase(Locale.ROOT))
            && uri.getHost() != null
            && uri.getRawUserInfo() == null
            && Set.of("", "/").contains(String.valueOf(uri.getRawPath()))
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    if (uri == null || !sound) {
      throw Problem.usage(
          "--upstream is no origin.", "Give scheme, host and port alone: http://127.0.0.1:9000.");
    }
    return uri;
  }

  private static @Nullable URI parsed(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
