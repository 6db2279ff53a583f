package dev.proven.gateway.transport;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/**
 * A request of a client and the answer to it. Everything happens on its event loop. What is said
 * after the end, or after the client has gone, is dropped.
 */
public interface Exchange {
  /** What the client asks for, without Host and without fields of the connection. */
  RequestHead head();

  /** Bytes of the request's body; 0 for none, -1 where only its end will tell. */
  long length();

  /** The protocol that the client wants to go over to, in small letters; empty for none. */
  String upgrade();

  /** Where all of this happens. */
  EventLoop loop();

  /** The client's address, without port. */
  String peer();

  /** Who hears of the client from now on. */
  void listen(Listener listener);

  /** Lets the body of the request come, or holds it up. It is held up at first. */
  void read(boolean on);

  /** An interim answer (1xx); left out for clients that know none. */
  void interim(int status, Fields fields);

  /**
   * The head of the answer.
   *
   * @param fields without those of the connection; a Content-Length in them counts only where no
   *     body follows
   * @param length of the body, -1 where only its end will tell
   */
  void head(int status, Fields fields, long length);

  /** Some of the body; takes it over. */
  void write(ByteBuf data);

  /** Nothing follows. */
  void end();

  /** Head, body and end; takes the body over. */
  void whole(int status, Fields fields, ByteBuf body);

  /** A whole answer that was encoded before. */
  void prepared(PreparedAnswer answer, long age, long ttl);

  /** Breaks off, so that the client sees that something is missing. */
  void abort();

  /** Whether the client takes what is written; where not, write no more until it is. */
  boolean isWritable();

  /** Leaves HTTP behind: writes the head of a 101 and hands out the bare connection. */
  Detached detach(Fields fields);

  /** Hears of a client. */
  interface Listener {
    /** Some of the request's body; takes it over. */
    void data(ByteBuf data);

    /** The request is complete. */
    void dataEnd();

    /** The client takes more. */
    void writable();

    /** The client has gone, or sent what cannot be. */
    void gone();
  }
}
