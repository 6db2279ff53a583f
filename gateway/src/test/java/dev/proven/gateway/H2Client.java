package dev.proven.gateway;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client of HTTP/2 in the clear that sends whatever a test wants. */
final class H2Client implements AutoCloseable {
  private static final int PATIENCE = 20;

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;

  /**
   * What came on a stream.
   *
   * @param reset whether it was broken off
   */
  record Answer(DefaultHttp2Headers headers, String body, boolean reset) {
    int status() {
      return headers.status() == null ? 0 : Integer.parseInt(headers.status().toString());
    }
  }

  H2Client(int port) throws Exception {
    channel =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .handler(
                new io.netty.channel.ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel ch) {
                    ch.pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forClient().validateHeaders(false).build(),
                            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                  }
                })
            .connect("127.0.0.1", port)
            .sync()
            .channel();
  }

  static DefaultHttp2Headers headers(String method, String path, String... fields) {
    var headers = new DefaultHttp2Headers(false);
    headers.method(method).scheme("http").path(path).authority("shop.example");
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(fields[i], fields[i + 1]);
    }
    return headers;
  }

  /** Sends a request; a null body is none at all. */
  CompletableFuture<Answer> send(
      DefaultHttp2Headers headers, @org.jspecify.annotations.Nullable String body)
      throws Exception {
    var answer = new CompletableFuture<Answer>();
    var stream =
        new Http2StreamChannelBootstrap(channel).handler(new Stream(answer)).open().sync().getNow();
    stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, body == null));
    if (body != null) {
      var bytes = Unpooled.copiedBuffer(body, StandardCharsets.ISO_8859_1);
      stream.writeAndFlush(new DefaultHttp2DataFrame(bytes, true));
    }
    return answer;
  }

  Answer ask(DefaultHttp2Headers headers, @org.jspecify.annotations.Nullable String body)
      throws Exception {
    return send(headers, body).get(PATIENCE, TimeUnit.SECONDS);
  }

  private static final class Stream extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<Answer> answer;
    private final StringBuilder body = new StringBuilder();
    private DefaultHttp2Headers headers = new DefaultHttp2Headers(false);

    Stream(CompletableFuture<Answer> answer) {
      this.answer = answer;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      boolean end = false;
      if (message instanceof Http2HeadersFrame frame) {
        headers = new DefaultHttp2Headers(false);
        headers.add(frame.headers());
        end = frame.isEndStream();
      } else if (message instanceof Http2DataFrame frame) {
        body.append(frame.content().toString(StandardCharsets.ISO_8859_1));
        end = frame.isEndStream();
      }
      ReferenceCountUtil.release(message);
      if (end) {
        answer.complete(new Answer(headers, body.toString(), false));
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof Http2ResetFrame) {
        answer.complete(new Answer(headers, body.toString(), true));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      answer.complete(new Answer(headers, body.toString(), true));
    }
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
