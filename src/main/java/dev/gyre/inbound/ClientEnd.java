package dev.gyre.inbound;

import dev.gyre.inbound.client.ClientConnection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Ends what belongs to a client connection when it closes, whatever it speaks by then.
final class ClientEnd extends ChannelInboundHandlerAdapter {

    private final ClientConnection client;

    ClientEnd(ClientConnection client) {
        this.client = client;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        client.ended();
        ctx.fireChannelInactive();
    }
}
