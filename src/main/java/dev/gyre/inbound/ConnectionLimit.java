package dev.gyre.inbound;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;

/// On a listening socket: notes each connection that comes in, and closes it at once when there are too many already.
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

    private final ChannelGroup all;
    private final int most;

    ConnectionLimit(ChannelGroup all, int most) {
        this.all = all;
        this.most = most;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel client = (Channel) accepted;
        if (all.size() < most) {
            all.add(client);
            ctx.fireChannelRead(accepted);
        } else {
            client.unsafe().closeForcibly();
        }
    }
}
