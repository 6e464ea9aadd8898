package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Promise;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;

/// The handlers of a channel to a name server.
///
/// | transport | handlers, head to tail |
/// |---|---|
/// | UDP: one channel, one query | [DatagramReplyHandler] |
/// | TCP | [LengthFieldBasedFrameDecoder], [FramedConversation] |
/// | TLS | [SslHandler], [Secured] until the handshake is over, then as TCP |
/// | HTTPS | [SslHandler], [Secured] until the handshake is over, then Netty's codec for what was agreed on: HTTP/2 with its multiplexer, or HTTP/1.1 with [Http1Conversation] |
/// | through hops | whatever the [StreamOpener] left there, then as above |
final class DnsPipeline {

    private static final int MAX_MESSAGE = 65535;
    private static final int LENGTH = 2;
    private static final String H2 = "h2";
    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_HEAD = 16 << 10;

    private DnsPipeline() {}

    static void datagram(
            Channel channel, InetSocketAddress server, Query query, Promise<Heard> reply) {
        channel.pipeline().addLast(new DatagramReplyHandler(server, query, reply));
    }

    /// Has a channel speak as a server wants it.
    ///
    /// @param retire called when the server takes no more questions
    /// @param ready done, once the channel is connected and its TLS handshake over, with what can be asked over it
    static void conversation(
            Channel channel,
            NameServer server,
            ServerTls tls,
            SecureRandom random,
            Runnable retire,
            Promise<Conversation> ready) {
        switch (server) {
            case NameServer.Datagram _, NameServer.Stream _ ->
                    whenActive(channel, ready, framed(channel.pipeline(), server, random, false));
            case NameServer.Tls secure ->
                    channel.pipeline()
                            .addLast(
                                    tls.handler(secure.identity(), List.of("dot"), channel.alloc()),
                                    new Secured(
                                            server,
                                            ready,
                                            (pipeline, _) ->
                                                    framed(pipeline, server, random, true)));
            case NameServer.Https https ->
                    channel.pipeline()
                            .addLast(
                                    tls.handler(
                                            https.identity(),
                                            List.of(H2, "http/1.1"),
                                            channel.alloc()),
                                    new Secured(
                                            server,
                                            ready,
                                            (pipeline, protocol) ->
                                                    H2.equals(protocol)
                                                            ? http2(pipeline, https, retire)
                                                            : http1(pipeline, https)));
        }
    }

    private static Conversation framed(
            ChannelPipeline pipeline, NameServer server, SecureRandom random, boolean padded) {
        FramedConversation conversation = new FramedConversation(server, random, padded);
        pipeline.addLast(
                new LengthFieldBasedFrameDecoder(LENGTH + MAX_MESSAGE, 0, LENGTH, 0, LENGTH),
                conversation);
        return conversation;
    }

    private static Conversation http1(ChannelPipeline pipeline, NameServer.Https server) {
        Http1Conversation conversation = new Http1Conversation(server);
        pipeline.addLast(
                new HttpClientCodec(LONGEST_LINE, LONGEST_HEAD, MAX_MESSAGE),
                new HttpObjectAggregator(MAX_MESSAGE),
                conversation);
        return conversation;
    }

    private static Conversation http2(
            ChannelPipeline pipeline, NameServer.Https server, Runnable retire) {
        pipeline.addLast(
                Http2FrameCodecBuilder.forClient()
                        .initialSettings(
                                Http2Settings.defaultSettings()
                                        .pushEnabled(false)
                                        .maxHeaderListSize(LONGEST_HEAD))
                        .encoderEnforceMaxConcurrentStreams(true)
                        .build(),
                new Http2MultiplexHandler(new Uninvited()),
                new Http2End(retire));
        return new Http2Conversation(pipeline.channel(), server);
    }

    private static void whenActive(
            Channel channel, Promise<Conversation> ready, Conversation conversation) {
        if (channel.isActive()) {
            ready.trySuccess(conversation);
        } else {
            channel.pipeline()
                    .addLast(
                            new ChannelInboundHandlerAdapter() {
                                @Override
                                public void channelActive(ChannelHandlerContext ctx) {
                                    ready.trySuccess(conversation);
                                    done(ctx);
                                    ctx.fireChannelActive();
                                }
                            });
        }
    }

    private static void done(ChannelHandlerContext ctx) {
        ctx.pipeline().remove(ctx.handler());
    }

    /// What is made of a channel when its handshake is over.
    @FunctionalInterface
    private interface Speaking {
        Conversation begin(ChannelPipeline pipeline, String protocol);
    }

    /// Waits for the TLS handshake.
    private static final class Secured extends ChannelInboundHandlerAdapter {

        private final NameServer server;
        private final Promise<Conversation> ready;
        private final Speaking speaking;

        Secured(NameServer server, Promise<Conversation> ready, Speaking speaking) {
            this.server = server;
            this.ready = ready;
            this.speaking = speaking;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done) {
                if (done.isSuccess()) {
                    SslHandler tls = ctx.pipeline().get(SslHandler.class);
                    String protocol = tls.engine().getApplicationProtocol();
                    Conversation conversation =
                            speaking.begin(ctx.pipeline(), protocol == null ? "" : protocol);
                    done(ctx);
                    ready.trySuccess(conversation);
                } else {
                    fail(ctx, done.cause());
                }
                return;
            }
            if (event instanceof ChannelInputShutdownEvent) {
                ready.tryFailure(new Hangup(server, "closed the connection in the TLS handshake"));
                ctx.close();
            }
            ctx.fireUserEventTriggered(event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            ready.tryFailure(new Hangup(server, "closed the connection in the TLS handshake"));
            ctx.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            fail(ctx, cause);
        }

        private void fail(ChannelHandlerContext ctx, Throwable cause) {
            ready.tryFailure(
                    new FailureException(
                            Failure.DNS_ERROR,
                            "name server " + server + " can't be trusted: " + cause.getMessage()));
            ctx.close();
        }
    }

    /// A stream that the server begins: nobody has asked for it.
    @ChannelHandler.Sharable
    private static final class Uninvited extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            ctx.channel().close();
        }
    }

    /// Takes what concerns no stream: settings, pings, the announcement that the server will close.
    private static final class Http2End extends ChannelInboundHandlerAdapter {

        private final Runnable retire;

        Http2End(Runnable retire) {
            this.retire = retire;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            ReferenceCountUtil.release(frame);
            if (frame instanceof Http2GoAwayFrame) {
                retire.run();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                ctx.close();
            }
            ctx.fireUserEventTriggered(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
