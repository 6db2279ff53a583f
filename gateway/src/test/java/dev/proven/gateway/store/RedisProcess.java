package dev.proven.gateway.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** A real Redis of a test, which can be hung and killed. */
final class RedisProcess implements AutoCloseable {
  private final int port;
  private final List<String> settings;
  private RedisServer server;
  private ProcessHandle process;

  private RedisProcess(int port, List<String> settings) throws IOException {
    this.port = port;
    this.settings = settings;
    server = server();
    process = started(server);
  }

  static RedisProcess start(String... settings) throws IOException {
    return new RedisProcess(freePort(), List.of(settings));
  }

  /** A node of a cluster takes the port that is 10,000 higher, too. */
  private static int freePort() throws IOException {
    int port;
    do {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
    } while (port > 55_000);
    return port;
  }

  private RedisServer server() throws IOException {
    var builder = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"");
    settings.forEach(builder::setting);
    return builder.build();
  }

  /** The one child that is there now and was not before. */
  private static ProcessHandle started(RedisServer server) throws IOException {
    var before = ProcessHandle.current().descendants().map(ProcessHandle::pid).toList();
    server.start();
    return ProcessHandle.current()
        .descendants()
        .filter(p -> !before.contains(p.pid()))
        .filter(p -> p.info().command().orElse("").contains("redis"))
        .findFirst()
        .orElseThrow();
  }

  int port() {
    return port;
  }

  String address() {
    return "redis://127.0.0.1:" + port;
  }

  /** A plain client, for looking at what is there and for doing harm. */
  Jedis client() {
    return new Jedis("127.0.0.1", port, 5_000);
  }

  void kill() throws Exception {
    process.destroyForcibly();
    process.onExit().get(10, TimeUnit.SECONDS);
    server.stop();
  }

  void startAgain() throws IOException {
    server = server();
    process = started(server);
  }

  void hang() throws Exception {
    signal("STOP");
  }

  void goOn() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("no such process");
    }
  }

  @Override
  public void close() throws IOException {
    if (process.isAlive()) {
      process.destroyForcibly();
    }
    server.stop();
  }
}
