package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Promise;

import java.net.InetSocketAddress;

/// Waits for the datagram that answers the query. Others are ignored, for anybody may send them
/// (RFC 5452 section 9.1); when there are many of them somebody is guessing, and the question is
/// asked over TCP.
final class DatagramReplyHandler extends SimpleChannelInboundHandler<DatagramPacket> {

    static final int MAX_IGNORED = 32;

    private final InetSocketAddress server;
    private final Query query;
    private final Promise<Heard> reply;
    private int ignored;

    DatagramReplyHandler(InetSocketAddress server, Query query, Promise<Heard> reply) {
        this.server = server;
        this.query = query;
        this.reply = reply;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
        // Between bind and connect the socket takes datagrams from anywhere.
        if (!server.equals(packet.sender())) {
            return;
        }
        query.readDatagram(ByteBufUtil.getBytes(packet.content()))
                .ifPresentOrElse(
                        reply::trySuccess,
                        () -> {
                            if (++ignored > MAX_IGNORED) {
                                reply.trySuccess(new Heard.UseStream());
                            }
                        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        reply.tryFailure(
                new FailureException(Failure.DNS_ERROR, "name server " + server + ": " + cause));
    }
}
