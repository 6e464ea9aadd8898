package dev.gyre.inbound;

import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.ClientEvent;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;

/// Tells what a client speaks by what was agreed on in its TLS handshake, HTTP/2, or by its first byte: 4 and 5 are versions of SOCKS, text is HTTP. Everything else
/// is closed without a word.
final class ProtocolDetector extends ChannelInboundHandlerAdapter {

    private final ClientConnection client;
    private final InboundPipeline pipeline;

    ProtocolDetector(ClientConnection client, InboundPipeline pipeline) {
        this.client = client;
        this.pipeline = pipeline;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
            ReferenceCountUtil.release(message);
            return;
        }
        int first = bytes.getUnsignedByte(bytes.readerIndex());
        if (first == 4 || first == 5) {
            pipeline.speakSocks(client, this);
        } else if (isHttp(first)) {
            pipeline.speakHttp(client, this);
        } else {
            bytes.release();
            ctx.close();
            return;
        }
        ctx.fireChannelRead(message); // to whoever stands here now, behind TLS if there is some
    }

    /// Text is for the HTTP side to judge, so that what is wrong with it can be said.
    static boolean isHttp(int first) {
        return (first >= ' ' && first < 0x7f) || first == '\r' || first == '\n' || first == '\t';
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent shaken) {
            if (shaken.isSuccess() && DoorTls.isHttp2(ctx.pipeline().get(SslHandler.class))) {
                pipeline.speakHttp2(client, this);
            }
        } else if (event instanceof ChannelInputShutdownEvent || event instanceof ClientEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        client.broken(cause);
    }
}
