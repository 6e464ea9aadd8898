package dev.gyre.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Asks a name server and nothing more, over one socket, all at once: what the server itself can do, by the generator that the resolver
/// is measured with.
final class DirectAsker implements Load.Asker, AutoCloseable {

    private static final int IDS = 1 << 16;

    private final Channel channel;
    private final boolean stream;
    private final Promise<?>[] waiting = new Promise<?>[IDS];

    private DirectAsker(
            InetSocketAddress server, EventLoop loop, boolean stream, Optional<SslContext> tls) {
        this.stream = stream;
        this.channel =
                new Bootstrap()
                        .group(loop)
                        .channel(stream ? EpollSocketChannel.class : EpollDatagramChannel.class)
                        .handler(initializer(server, tls))
                        .connect(server)
                        .syncUninterruptibly()
                        .channel();
        channel.closeFuture().addListener(_ -> failAll());
    }

    static DirectAsker byDatagrams(InetSocketAddress server, EventLoop loop) {
        return new DirectAsker(server, loop, false, Optional.empty());
    }

    static DirectAsker byStream(InetSocketAddress server, EventLoop loop) {
        return new DirectAsker(server, loop, true, Optional.empty());
    }

    static DirectAsker byTls(InetSocketAddress server, EventLoop loop, SslContext tls) {
        return new DirectAsker(server, loop, true, Optional.of(tls));
    }

    private ChannelInitializer<Channel> initializer(
            InetSocketAddress server, Optional<SslContext> tls) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel fresh) {
                tls.ifPresent(context ->
                        fresh.pipeline()
                                .addLast(
                                        context.newHandler(
                                                fresh.alloc(),
                                                server.getAddress().getHostAddress(),
                                                server.getPort())));
                if (stream) {
                    fresh.pipeline()
                            .addLast(
                                    new LengthFieldBasedFrameDecoder(65537, 0, 2, 0, 2),
                                    new SimpleChannelInboundHandler<ByteBuf>() {
                                        @Override
                                        protected void channelRead0(
                                                ChannelHandlerContext ctx, ByteBuf message) {
                                            answered(message);
                                        }
                                    });
                } else {
                    fresh.pipeline()
                            .addLast(
                                    new SimpleChannelInboundHandler<DatagramPacket>() {
                                        @Override
                                        protected void channelRead0(
                                                ChannelHandlerContext ctx, DatagramPacket packet) {
                                            answered(packet.content());
                                        }
                                    });
                }
            }
        };
    }

    @Override
    public Future<?> ask(long number, EventLoop loop) {
        Promise<Object> promise = loop.newPromise();
        int id = (int) (number % IDS);
        waiting[id] = promise;
        byte[] name = ("n" + number).getBytes(StandardCharsets.ISO_8859_1);
        ByteBuf message = channel.alloc().buffer();
        if (stream) {
            message.writeShort(12 + 1 + name.length + 10 + 4);
        }
        message.writeShort(id)
                .writeShort(0x0100)
                .writeShort(1)
                .writeZero(6)
                .writeByte(name.length)
                .writeBytes(name)
                .writeBytes(new byte[] {3, 'a', 'n', 'y', 4, 't', 'e', 's', 't', 0})
                .writeShort(1)
                .writeShort(1);
        channel.writeAndFlush(message);
        return promise;
    }

    private void answered(ByteBuf message) {
        Promise<?> promise = waiting[message.getUnsignedShort(message.readerIndex())];
        if (promise != null) {
            promise.trySuccess(null);
        }
    }

    private void failAll() {
        for (Promise<?> promise : waiting) {
            if (promise != null) {
                promise.tryFailure(new IOException("the connection is closed"));
            }
        }
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }
}
