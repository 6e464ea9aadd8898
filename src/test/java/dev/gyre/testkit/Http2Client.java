package dev.gyre.testkit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A client that speaks HTTP/2 over TLS to a proxy. Every wait lasts thirty seconds at most.
public final class Http2Client implements AutoCloseable {

    private static final int SECONDS = 30;

    private final EventLoopGroup loops;
    private final Channel channel;

    private Http2Client(EventLoopGroup loops, Channel channel) {
        this.loops = loops;
        this.channel = channel;
    }

    /// One that has agreed on HTTP/2.
    public static Http2Client connect(InetSocketAddress address, TestCertificates trust) {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            SslContext tls =
                    SslContextBuilder.forClient()
                            .trustManager(trust.trust())
                            .applicationProtocolConfig(
                                    new ApplicationProtocolConfig(
                                            ApplicationProtocolConfig.Protocol.ALPN,
                                            ApplicationProtocolConfig.SelectorFailureBehavior
                                                    .NO_ADVERTISE,
                                            ApplicationProtocolConfig
                                                    .SelectedListenerFailureBehavior.ACCEPT,
                                            "h2",
                                            "http/1.1"))
                            .build();
            Channel channel =
                    new Bootstrap()
                            .group(loops)
                            .channel(NioSocketChannel.class)
                            .handler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel made) {
                                            made.pipeline()
                                                    .addLast(
                                                            tls.newHandler(
                                                                    made.alloc(), "127.0.0.1", 1),
                                                            Http2FrameCodecBuilder.forClient()
                                                                    .initialSettings(
                                                                            new Http2Settings()
                                                                                    .initialWindowSize(
                                                                                            16
                                                                                                    << 10)
                                                                                    .pushEnabled(
                                                                                            false))
                                                                    .encoderEnforceMaxConcurrentStreams(
                                                                            true)
                                                                    .build(),
                                                            new Http2MultiplexHandler(
                                                                    new ChannelInboundHandlerAdapter()));
                                        }
                                    })
                            .connect(address)
                            .sync()
                            .channel();
            SslHandler handler = channel.pipeline().get(SslHandler.class);
            handler.handshakeFuture().sync();
            if (!"h2".equals(handler.applicationProtocol())) {
                throw new AssertionError("agreed on " + handler.applicationProtocol());
            }
            return new Http2Client(loops, channel);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(impatient);
        }
    }

    /// The beginning of a request.
    public static Http2Headers get(String authority, String path) {
        return new DefaultHttp2Headers()
                .method("GET")
                .scheme("http")
                .authority(authority)
                .path(path);
    }

    /// The beginning of a tunnel.
    public static Http2Headers connect(String authority) {
        return new DefaultHttp2Headers().method("CONNECT").authority(authority);
    }

    /// Asks on a stream of its own.
    ///
    /// @param last whether that is all
    public Stream ask(Http2Headers headers, boolean last) {
        return askIfOpen(headers, last)
                .orElseThrow(() -> new AssertionError("the connection has ended"));
    }

    /// The same, unless the connection has ended.
    public Optional<Stream> askIfOpen(Http2Headers headers, boolean last) {
        Stream stream = new Stream();
        Http2StreamChannel opened =
                new Http2StreamChannelBootstrap(channel)
                        .handler(stream)
                        .open()
                        .awaitUninterruptibly()
                        .getNow();
        if (opened == null) {
            return Optional.empty();
        }
        stream.channel = opened;
        var _ = opened.writeAndFlush(new DefaultHttp2HeadersFrame(headers, last));
        return Optional.of(stream);
    }

    /// Whether the proxy has ended the connection.
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /// One request and what is said to it.
    public static final class Stream extends ChannelInboundHandlerAdapter {

        private final CompletableFuture<Http2Headers> head = new CompletableFuture<>();
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private final ByteBuf body = Unpooled.buffer();
        private Http2StreamChannel channel;

        /// Sends more.
        public void send(byte[] data, boolean last) {
            var _ =
                    channel.writeAndFlush(
                            new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(data), last));
        }

        /// Sends more, as text.
        public void send(String data, boolean last) {
            send(data.getBytes(StandardCharsets.ISO_8859_1), last);
        }

        /// Breaks it off.
        public void reset() {
            var _ = channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
        }

        /// Reads on, or doesn't.
        public void read(boolean on) {
            channel.config().setAutoRead(on);
        }

        /// What is sent and not taken yet, at least.
        public boolean isWritable() {
            return channel.isWritable();
        }

        /// The status of the reply.
        public String status() {
            return String.valueOf(head().status());
        }

        /// The fields of the reply.
        public Http2Headers head() {
            return got(head);
        }

        /// How the stream ended: `end`, or `reset` and its code.
        public String end() {
            return got(end);
        }

        /// What has come by now.
        public String body() {
            synchronized (body) {
                return body.toString(StandardCharsets.ISO_8859_1);
            }
        }

        /// How much has come by now.
        public int received() {
            synchronized (body) {
                return body.readableBytes();
            }
        }

        private static <T> T got(CompletableFuture<T> future) {
            try {
                return future.get(SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException late) {
                throw new AssertionError(late);
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(impatient);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            boolean last = false;
            if (message instanceof Http2HeadersFrame frame) {
                if (!String.valueOf(frame.headers().status()).startsWith("1")) {
                    head.complete(frame.headers());
                }
                last = frame.isEndStream();
            } else if (message instanceof Http2DataFrame frame) {
                synchronized (body) {
                    body.writeBytes(frame.content());
                }
                last = frame.isEndStream();
            }
            ReferenceCountUtil.release(message);
            if (last) {
                end.complete("end");
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                end.complete("reset " + reset.errorCode());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            head.completeExceptionally(new IOException("ended without a reply"));
            end.complete("closed");
        }
    }
}
