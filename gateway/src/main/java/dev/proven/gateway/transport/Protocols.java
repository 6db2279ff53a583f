package dev.proven.gateway.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What speaks a protocol on a connection with a client. */
final class Protocols {
  private static final int WINDOW = 262_144;
  private static final int RESETS = 200;
  private static final int RESET_SECONDS = 30;

  private Protocols() {}

  static void http1(
      ChannelPipeline pipeline, ServerLimits limits, String scheme, Consumer<Exchange> handler) {
    pipeline.addLast(new Http1Connection(limits, scheme, handler));
  }

  static void http2(
      ChannelPipeline pipeline, ServerLimits limits, String scheme, Consumer<Exchange> handler) {
    var settings =
        Http2Settings.defaultSettings()
            .maxConcurrentStreams(limits.streams())
            .initialWindowSize(WINDOW)
            .maxHeaderListSize(limits.headBytes());
    var codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(settings)
            .decoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS)
            .gracefulShutdownTimeoutMillis(limits.stall().toMillis())
            .build();
    pipeline.addLast(
        new IdleStateHandler(0, 0, limits.idle().toMillis(), TimeUnit.MILLISECONDS),
        codec,
        new Http2Idle(),
        new Http2MultiplexHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel stream) {
                var reader = new Http2RequestReader(limits, scheme);
                stream.pipeline().addLast(new Http2Exchange(limits, reader, handler));
              }
            }));
  }

  /** Lets the requests that run end, and takes no new ones. */
  static void drain(Channel channel) {
    var http1 = channel.pipeline().get(Http1Connection.class);
    if (http1 != null) {
      http1.drain();
    } else {
      // HTTP/2 says GOAWAY and waits for its streams; without a protocol there is nothing to wait
      // for.
      channel.close();
    }
  }

  /** Closes at once. */
  static void cut(Channel channel) {
    channel.eventLoop().execute(() -> channel.unsafe().close(channel.unsafe().voidPromise()));
  }

  /**
   * Closes connections on which nothing happens. Streams that are open then belong to a client that
   * takes nothing; they get a last respite from the codec.
   */
  private static final class Http2Idle extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
      if (event instanceof IdleStateEvent) {
        ctx.close();
      } else {
        super.userEventTriggered(ctx, event);
      }
    }
  }
}
