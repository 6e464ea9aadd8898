package dev.gyre.inbound;

import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.ClientEvent;
import dev.gyre.inbound.client.Peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;

import java.net.InetSocketAddress;
import java.util.List;

/// On a connection of a balancer: takes in its [ProxyHeader], and has the connection go on as one of the client that is named there.
/// Whatever else comes first is closed without a word.
final class ProxyHeaderHandler extends ByteToMessageDecoder {

    private final ClientConnection client;
    private final InboundPipeline pipeline;
    private boolean over;

    ProxyHeaderHandler(ClientConnection client, InboundPipeline pipeline) {
        this.client = client;
        this.pipeline = pipeline;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (over) {
            in.skipBytes(in.readableBytes());
            return;
        }
        switch (ProxyHeader.read(in)) {
            case ProxyHeader.Partial _ -> {}
            case ProxyHeader.Malformed _ -> {
                over = true;
                in.skipBytes(in.readableBytes());
                ctx.close();
            }
            case ProxyHeader.Whole(var named) -> {
                // One that connects for itself, or for it doesn't say whom, is no client of this
                // machine.
                client.principal()
                        .comesFrom(
                                Peer.named(
                                        named.orElseGet(() ->
                                                ((InetSocketAddress) ctx.channel().remoteAddress())
                                                        .getAddress())));
                pipeline.headed(client, this);
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent || event instanceof ClientEvent) {
            ctx.close();
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        client.broken(cause);
    }
}
