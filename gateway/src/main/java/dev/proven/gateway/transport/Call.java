package dev.proven.gateway.transport;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.ResponseHead;
import io.netty.buffer.ByteBuf;

/** A request to the origin. Everything happens on the event loop that it was begun on. */
public interface Call {
  /** Sends the head, as soon as there is a connection. */
  void start();

  /** Some of the request's body; takes it over. Only after {@link Listener#connected}. */
  void write(ByteBuf data);

  /** The request's body is complete. */
  void finish();

  /** Whether the origin takes what is written. */
  boolean isWritable();

  /** Lets the answer come, or holds it up. */
  void read(boolean on);

  /** Breaks off; nothing is heard any more. */
  void cancel();

  /** Leaves HTTP behind, after {@link Listener#switched}. */
  Detached detach();

  /** Why there is no answer, or not all of it. */
  enum Failure {
    /** The origin takes no connection. */
    REFUSED(502, "The origin cannot be reached."),
    /** Too many requests wait for a connection. */
    BUSY(503, "Too many requests wait for the origin."),
    /** It took too long. */
    TIMEOUT(504, "The origin did not answer in time."),
    /** The connection broke. */
    BROKEN(502, "The origin broke off."),
    /** The answer is not HTTP. */
    MALFORMED(502, "The origin's answer is malformed.");

    private final int status;
    private final String why;

    Failure(int status, String why) {
      this.status = status;
      this.why = why;
    }

    /** Of the answer that the client gets. */
    public int status() {
      return status;
    }

    /** A sentence. */
    public String why() {
      return why;
    }
  }

  /** Hears the answer; after {@code end} or {@code failed} nothing. */
  interface Listener {
    /** The head is sent; the body may follow. */
    void connected();

    /** The origin takes more. */
    void writable();

    /** An interim answer, 102 to 199. */
    void interim(int status, Fields fields);

    /** The origin goes over to another protocol. */
    void switched(Fields fields);

    /**
     * The head of the answer, as the origin sent it.
     *
     * @param length of the body, -1 where only its end will tell
     */
    void head(ResponseHead head, long length);

    /** Some of the body; takes it over. */
    void data(ByteBuf data);

    /** The answer is complete. */
    void end();

    /** There is no answer, or not all of it. */
    void failed(Failure failure);
  }
}
