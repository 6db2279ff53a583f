package dev.proven.gateway.transport;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests of HTTP/1.1 out of bytes (RFC 9112), one piece at a time and only when asked: what
 * was sent ahead stays bytes. Lines end with CR LF and nothing else.
 */
final class RequestDecoder {
  private static final int LONGEST_SIZE_LINE = 256;
  private static final int LONGEST_SIZE = 12;

  private final RequestHeadParser parser;
  private final ServerLimits limits;
  private State state = State.REQUEST_LINE;
  private int headBytes;
  private long remaining;
  private long bodyBytes;

  private enum State {
    REQUEST_LINE,
    FIELDS,
    FIXED,
    SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    END
  }

  /** A piece of a request. */
  sealed interface Piece {}

  /** Its head. */
  record Head(Incoming incoming) implements Piece {}

  /** Some of its body. */
  record Data(ByteBuf bytes) implements Piece {}

  /** Its end. */
  record End() implements Piece {}

  RequestDecoder(RequestHeadParser parser, ServerLimits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  /** Whether no byte of a next request has come. */
  boolean isBetween(ByteBuf in) {
    return state == State.REQUEST_LINE && !in.isReadable();
  }

  /** The next piece, null where more bytes are needed. After a refusal there is none. */
  @Nullable Piece next(ByteBuf in) throws Refusal {
    return switch (state) {
      case REQUEST_LINE, FIELDS -> head(in);
      case FIXED -> fixed(in);
      case SIZE, CHUNK, CHUNK_END, TRAILER -> chunked(in);
      case END -> {
        state = State.REQUEST_LINE;
        yield new End();
      }
    };
  }

  private @Nullable Piece head(ByteBuf in) throws Refusal {
    while (true) {
      boolean first = state == State.REQUEST_LINE;
      var line = line(in, limits.lineBytes(), first ? 414 : 431);
      if (line == null) {
        return null;
      }
      headBytes += line.length() + 2;
      if (headBytes > limits.headBytes()) {
        throw new Refusal(431, "The head is too long.");
      }
      if (first) {
        // One empty line before a request is forgiven (RFC 9112 section 2.2).
        if (!line.isEmpty()) {
          parser.requestLine(line);
          state = State.FIELDS;
        } else if (headBytes > 2) {
          throw new Refusal(400, "There are only empty lines.");
        }
      } else if (line.isEmpty()) {
        return begun(parser.end());
      } else {
        parser.fieldLine(line);
      }
    }
  }

  private Piece begun(Incoming incoming) {
    headBytes = 0;
    bodyBytes = 0;
    remaining = incoming.length();
    state = remaining == 0 ? State.END : remaining > 0 ? State.FIXED : State.SIZE;
    return new Head(incoming);
  }

  private @Nullable Piece fixed(ByteBuf in) {
    if (!in.isReadable()) {
      return null;
    }
    var data = slice(in);
    if (remaining == 0) {
      state = State.END;
    }
    return data;
  }

  private Data slice(ByteBuf in) {
    int bytes = (int) Math.min(remaining, in.readableBytes());
    remaining -= bytes;
    return new Data(in.readRetainedSlice(bytes));
  }

  private @Nullable Piece chunked(ByteBuf in) throws Refusal {
    while (true) {
      if (state == State.CHUNK) {
        if (!in.isReadable()) {
          return null;
        }
        var data = slice(in);
        if (remaining == 0) {
          state = State.CHUNK_END;
        }
        return data;
      }
      int most = state == State.TRAILER ? limits.lineBytes() : LONGEST_SIZE_LINE;
      var line = line(in, most, state == State.TRAILER ? 431 : 400);
      if (line == null) {
        return null;
      }
      switch (state) {
        case SIZE -> size(line);
        case CHUNK_END -> {
          if (!line.isEmpty()) {
            throw new Refusal(400, "A chunk is longer than its size.");
          }
          state = State.SIZE;
        }
        default -> {
          headBytes += line.length() + 2;
          if (headBytes > limits.headBytes()) {
            throw new Refusal(431, "The trailer is too long.");
          }
          if (line.isEmpty()) {
            headBytes = 0;
            state = State.REQUEST_LINE;
            return new End();
          }
        }
      }
    }
  }

  private void size(String line) throws Refusal {
    int digits = 0;
    while (digits < line.length() && Character.digit(line.charAt(digits), 16) >= 0) {
      digits++;
    }
    boolean sound =
        digits > 0
            && digits <= LONGEST_SIZE
            && (digits == line.length() || line.charAt(digits) == ';')
            && Grammar.isValue(line);
    if (!sound) {
      throw new Refusal(400, "A chunk has no size.");
    }
    remaining = Long.parseLong(line.substring(0, digits), 16);
    bodyBytes += remaining;
    if (bodyBytes > limits.bodyBytes()) {
      throw new Refusal(413, "The body is too long.");
    }
    headBytes = 0;
    state = remaining == 0 ? State.TRAILER : State.CHUNK;
  }

  /** The next line without its end; null where it has not come yet. */
  private static @Nullable String line(ByteBuf in, int most, int tooLong) throws Refusal {
    int from = in.readerIndex();
    int lf = in.indexOf(from, in.writerIndex(), (byte) '\n');
    if ((lf < 0 ? in.readableBytes() : lf - from) > most) {
      throw new Refusal(tooLong, "A line is too long.");
    }
    if (lf < 0) {
      return null;
    }
    int cr = in.indexOf(from, lf, (byte) '\r');
    if (cr != lf - 1 || cr < from) {
      throw new Refusal(400, "A line does not end with CR LF.");
    }
    var line = in.toString(from, cr - from, StandardCharsets.ISO_8859_1);
    in.readerIndex(lf + 1);
    return line;
  }
}
