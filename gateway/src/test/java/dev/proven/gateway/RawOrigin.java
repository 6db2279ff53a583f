package dev.proven.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An origin that says byte for byte what a test wants. */
final class RawOrigin implements AutoCloseable {
  private final ServerSocket listening;
  private final Reply reply;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** All requests that came. */
  final List<RawMessage> requests = new CopyOnWriteArrayList<>();

  /** Writes an answer. */
  interface Reply {
    void to(RawMessage request, OutputStream out, Socket socket) throws Exception;
  }

  RawOrigin(Reply reply) throws IOException {
    this.reply = reply;
    listening = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  /** One that always says the same. */
  static RawOrigin saying(String... texts) throws IOException {
    var turn = new java.util.concurrent.atomic.AtomicInteger();
    return new RawOrigin((_, out, _) -> {
      int at = Math.min(turn.getAndIncrement(), texts.length - 1);
      out.write(texts[at].replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    });
  }

  /** An answer with a length. */
  static String ok(String body, String... fields) {
    return answer("200 OK", body, fields);
  }

  static String answer(String status, String body, String... fields) {
    var text = new StringBuilder("HTTP/1.1 " + status + "\n");
    for (String field : fields) {
      text.append(field).append("\n");
    }
    return text + "Content-Length: " + body.length() + "\n\n" + body;
  }

  private void accept() {
    try {
      while (true) {
        var socket = listening.accept();
        sockets.add(socket);
        Thread.startVirtualThread(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new java.io.BufferedInputStream(socket.getInputStream());
      while (true) {
        var request = RawMessage.read(in, false);
        requests.add(request);
        reply.to(request, socket.getOutputStream(), socket);
      }
    } catch (EOFException e) {
      // The gateway has closed.
    } catch (Exception e) {
      // A test broke it off.
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  int count() {
    return requests.size();
  }

  /** It dies before the test ends. */
  void die() throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
