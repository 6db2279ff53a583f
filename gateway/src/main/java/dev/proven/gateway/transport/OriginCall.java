package dev.proven.gateway.transport;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.RequestHead;
import dev.proven.gateway.cache.ResponseHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A request to the origin, before and while it has a connection. */
final class OriginCall implements Call {
  private final Pool pool;
  private final RequestHead head;
  private final long length;
  private final Fields upgrade;
  private final Listener listener;
  private @Nullable OriginConnection connection;
  private boolean reads = true;
  private boolean over;

  OriginCall(Pool pool, RequestHead head, long length, Fields upgrade, Listener listener) {
    this.pool = pool;
    this.head = head;
    this.length = length;
    this.upgrade = upgrade;
    this.listener = listener;
  }

  RequestHead head() {
    return head;
  }

  long length() {
    return length;
  }

  /** Fields by which another protocol is asked for. */
  Fields upgrade() {
    return upgrade;
  }

  boolean isOver() {
    return over;
  }

  void connected(OriginConnection to) {
    connection = to;
    to.begin(this);
    if (!over) {
      to.read(reads);
      listener.connected();
    }
  }

  void writable() {
    if (!over) {
      listener.writable();
    }
  }

  void interim(int status, Fields fields) {
    if (!over) {
      listener.interim(status, fields);
    }
  }

  void switched(Fields fields) {
    if (!over) {
      over = true;
      listener.switched(fields);
    }
  }

  void answered(ResponseHead answer, long size) {
    if (!over) {
      listener.head(answer, size);
    }
  }

  void data(ByteBuf bytes) {
    if (over) {
      bytes.release();
    } else {
      listener.data(bytes);
    }
  }

  void ended() {
    if (!over) {
      over = true;
      connection = null;
      listener.end();
    }
  }

  void fail(Failure failure) {
    if (!over) {
      over = true;
      connection = null;
      listener.failed(failure);
    }
  }

  @Override
  public void start() {
    pool.send(this);
  }

  @Override
  public void write(ByteBuf data) {
    if (over || connection == null) {
      data.release();
    } else {
      connection.body(data);
    }
  }

  @Override
  public void finish() {
    if (!over && connection != null) {
      connection.bodyEnd();
    }
  }

  @Override
  public boolean isWritable() {
    return over || (connection != null && connection.isWritable());
  }

  @Override
  public void read(boolean on) {
    reads = on;
    if (!over && connection != null) {
      connection.read(on);
    }
  }

  @Override
  public void cancel() {
    if (!over) {
      over = true;
      if (connection != null) {
        connection.cancel();
      }
    }
  }

  @Override
  public Detached detach() {
    return java.util.Objects.requireNonNull(connection).detach();
  }
}
