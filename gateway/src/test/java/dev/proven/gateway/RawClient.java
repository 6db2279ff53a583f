package dev.proven.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends byte for byte what a test wants. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE = 20_000;

  final Socket socket;
  final InputStream in;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE);
    in = new BufferedInputStream(socket.getInputStream());
  }

  RawClient send(String text) throws IOException {
    socket
        .getOutputStream()
        .write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  RawClient exactly(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  RawMessage read() throws IOException {
    return RawMessage.read(in, false);
  }

  /** One request on a connection of its own. */
  static RawMessage ask(int port, String method, String target, String... fields)
      throws IOException {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\nHost: shop.example\n");
    for (String field : fields) {
      head.append(field).append("\n");
    }
    try (var client = new RawClient(port)) {
      client.send(head + "\n");
      return RawMessage.read(client.in, method.equals("HEAD"));
    }
  }

  static RawMessage get(int port, String target, String... fields) throws IOException {
    return ask(port, "GET", target, fields);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
