package dev.proven.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection to a bouncer's console: as much of PostgreSQL's protocol, version 3, as that needs.
 * pgjdbc cannot enter it, because it greets every server older than 12, which the console seems to
 * be, with a SET that the console does not know.
 */
final class ConsoleSession implements AutoCloseable {
  private static final int PROTOCOL = 3 << 16;
  private static final int MILLIS = 5000;
  private static final int MOST_BYTES = 1 << 20;
  private static final int OK = 0;
  private static final int MD5 = 5;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  /** One message of the other side. */
  private record Message(char type, ByteBuffer body) {
    /** The text up to the next zero. */
    String text() {
      var bytes = new ByteArrayOutputStream();
      for (byte b = body.get(); b != 0; b = body.get()) {
        bytes.write(b);
      }
      return bytes.toString(UTF_8);
    }
  }

  private ConsoleSession(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the socket is the session's, which closes it
  static ConsoleSession open(int port, String user, String password) throws IOException {
    var socket = new Socket();
    try {
      socket.setSoTimeout(MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
      var session = new ConsoleSession(socket);
      session.enter(user, password);
      return session;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private void enter(String user, String password) throws IOException {
    var hello = new ByteArrayOutputStream();
    hello.write(ByteBuffer.allocate(4).putInt(PROTOCOL).array());
    for (var word : List.of("user", user, "database", "pgbouncer", "")) {
      hello.write((word + "\0").getBytes(UTF_8));
    }
    out.writeInt(hello.size() + 4);
    hello.writeTo(out);
    for (var m = read(); m.type() != 'Z'; m = read()) {
      if (m.type() == 'R') {
        authenticate(m.body(), user, password);
      }
    }
  }

  private void authenticate(ByteBuffer body, String user, String password) throws IOException {
    int way = body.getInt();
    if (way == MD5) {
      var salt = new byte[4];
      body.get(salt);
      var inner = md5((password + user).getBytes(UTF_8), new byte[0]);
      send('p', "md5" + md5(inner.getBytes(UTF_8), salt));
    } else if (way != OK) {
      throw new IOException("the console wants to be entered in way " + way);
    }
  }

  private static String md5(byte[] text, byte[] salt) {
    try {
      var digest = MessageDigest.getInstance("MD5");
      digest.update(text);
      return HexFormat.of().formatHex(digest.digest(salt));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The rows of a command, each by the names of its columns. */
  List<Map<String, String>> query(String command) throws IOException {
    send('Q', command);
    var names = new ArrayList<String>();
    var rows = new ArrayList<Map<String, String>>();
    for (var m = read(); m.type() != 'Z'; m = read()) {
      switch (m.type()) {
        case 'T' -> names.addAll(names(m));
        case 'D' -> rows.add(row(m.body(), names));
        default -> {}
      }
    }
    return rows;
  }

  private static List<String> names(Message message) {
    var names = new ArrayList<String>();
    int count = message.body().getShort();
    for (int i = 0; i < count; i++) {
      names.add(message.text());
      message.body().position(message.body().position() + 18);
    }
    return names;
  }

  private static Map<String, String> row(ByteBuffer body, List<String> names) {
    var row = new LinkedHashMap<String, String>();
    int count = body.getShort();
    for (int i = 0; i < count; i++) {
      int length = body.getInt();
      if (length >= 0) {
        var value = new byte[length];
        body.get(value);
        row.put(names.get(i), new String(value, UTF_8));
      }
    }
    return row;
  }

  private void send(char type, String text) throws IOException {
    byte[] bytes = (text + "\0").getBytes(UTF_8);
    out.writeByte(type);
    out.writeInt(bytes.length + 4);
    out.write(bytes);
    out.flush();
  }

  private Message read() throws IOException {
    char type = (char) in.readUnsignedByte();
    int length = in.readInt() - 4;
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("what answers is no console");
    }
    var body = new byte[length];
    in.readFully(body);
    if (type == 'E') {
      throw new IOException("the console says: " + new String(body, UTF_8).replace('\0', ' '));
    }
    return new Message(type, ByteBuffer.wrap(body));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
