package dev.proven.gateway.transport;

import dev.proven.gateway.cache.RequestHead;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one event loop to the origin. The one used last is used next, so that the
 * others can go when there is less to do.
 */
final class Pool {
  private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(65_536, 262_144);

  private final Origin origin;
  private final OriginLimits limits;
  private final EventLoop loop;
  private final ArrayDeque<OriginConnection> idle = new ArrayDeque<>();
  private final ArrayDeque<OriginCall> waiting = new ArrayDeque<>();
  private int open;

  Pool(Origin origin, OriginLimits limits, EventLoop loop) {
    this.origin = origin;
    this.limits = limits;
    this.loop = loop;
  }

  String host(RequestHead head) {
    return origin.host(head);
  }

  void send(OriginCall call) {
    while (!idle.isEmpty()) {
      var connection = idle.pop();
      if (connection.isUsable()) {
        call.connected(connection);
        return;
      }
    }
    if (open < limits.connections()) {
      connect(call);
    } else if (waiting.size() < limits.waiting()) {
      waiting.add(call);
      loop.schedule(() -> expire(call), limits.connectTime().toMillis(), TimeUnit.MILLISECONDS);
    } else {
      call.fail(Call.Failure.BUSY);
    }
  }

  private void expire(OriginCall call) {
    if (waiting.remove(call)) {
      call.fail(Call.Failure.TIMEOUT);
    }
  }

  private void connect(OriginCall call) {
    open++;
    new Bootstrap()
        .group(loop)
        .channel(origin.transport().client())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(limits.connectTime().toMillis()))
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                prepare(channel);
              }
            })
        .connect(origin.name(), origin.port())
        .addListener((io.netty.channel.ChannelFuture connected) -> {
          if (connected.isSuccess()) {
            established(connected.channel(), call);
          } else {
            open--;
            boolean late = connected.cause() instanceof io.netty.channel.ConnectTimeoutException;
            call.fail(late ? Call.Failure.TIMEOUT : Call.Failure.REFUSED);
            next();
          }
        });
  }

  private void prepare(Channel channel) {
    var decoder = new AnswerDecoder();
    origin.secure(channel);
    channel.pipeline().addLast(decoder, new OriginConnection(this, limits, decoder, channel));
  }

  private void established(Channel channel, OriginCall call) {
    var connection = channel.pipeline().get(OriginConnection.class);
    channel
        .closeFuture()
        .addListener(_ -> {
          open--;
          idle.remove(connection);
          next();
        });
    if (call.isOver()) {
      free(connection);
    } else {
      call.connected(connection);
    }
  }

  /** A connection has nothing to do. */
  void free(OriginConnection connection) {
    idle.push(connection);
    next();
  }

  private void next() {
    while (!waiting.isEmpty() && waiting.peek().isOver()) {
      waiting.remove();
    }
    if (!waiting.isEmpty() && (!idle.isEmpty() || open < limits.connections())) {
      send(waiting.remove());
    }
  }

  void close() {
    idle.forEach(OriginConnection::close);
    idle.clear();
  }
}
