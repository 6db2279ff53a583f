package dev.proven.gateway.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.ReferenceCountUtil;

/** Takes the answers of HTTP/1.1 out of bytes; one after HEAD has no body whatever it says. */
final class AnswerDecoder extends HttpResponseDecoder {
  private static final int LINE = 16_384;
  private static final int HEAD = 131_072;
  private static final int PIECE = 65_536;

  private boolean afterHead;
  private boolean expecting;

  AnswerDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LINE)
            .setMaxHeaderSize(HEAD)
            .setMaxChunkSize(PIECE)
            .setAllowPartialChunks(true));
  }

  void expect(boolean head) {
    afterHead = head;
    expecting = true;
  }

  /**
   * The answer is complete. Whether nothing came behind it; bytes that did would be taken for the
   * beginning of the next answer, which is somebody else's.
   */
  boolean isClean() {
    expecting = false;
    return actualReadableBytes() == 0;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (expecting) {
      super.channelRead(ctx, message);
    } else {
      ReferenceCountUtil.release(message);
      ctx.close();
    }
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return afterHead || super.isContentAlwaysEmpty(message);
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both a length and a transfer coding");
  }
}
