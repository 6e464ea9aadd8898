package dev.gyre.inbound;

import dev.gyre.http.RequestDecoder;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.Phases;
import dev.gyre.inbound.client.Service;
import dev.gyre.inbound.http.HttpProxyHandler;
import dev.gyre.inbound.http2.ConnectionCodec;
import dev.gyre.inbound.http2.StreamCodec;
import dev.gyre.inbound.http2.StreamsHandler;
import dev.gyre.inbound.http2.UntakenFrames;
import dev.gyre.inbound.socks.SocksHandler;
import dev.gyre.net.Failure;
import dev.gyre.net.Target;
import dev.gyre.outbound.OutboundPipeline;
import dev.gyre.outbound.TlsEnd;
import dev.gyre.outbound.Upstream;
import dev.gyre.relay.ReceiveBuffers;
import dev.gyre.relay.Toll;
import dev.gyre.relay.TunnelPipeline;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/// The pipelines of a client's connection.
///
/// | phase  | handlers, head to tail              | the last one          |
/// |--------|-------------------------------------|-----------------------|
/// | headed | `end` → `header`                    | waits for a balancer's PROXY header |
/// | new    | `end` → `detect`                    | waits for the first byte |
/// | not served | `end` → `refusal`             | tells the client why  |
/// | HTTP   | `end` → `requests` → `proxy`        | serves requests       |
/// | SOCKS  | `end` → `socks`                     | serves one request    |
/// | HTTP/2 | `end` → `http2` → `streams` → `connection` | has a channel for each stream |
/// | a stream | `frames` → `end` → `requests` → `proxy` | as HTTP, and a tunnel after that |
/// | tunnel | `end` → `idle` → `relay`            | passes bytes on       |
/// | farewell | `end` → `idle` → `farewell`       | ends a tunnel that has lasted long enough |
///
/// At a listener with TLS, `tls` → `tls-end` stand behind `end` from new on.
///
/// The phase is which handler is last; nothing else keeps it.
final class InboundPipeline extends ChannelInitializer<Channel> implements Phases {

    private final Service service;
    private final Executor handshakes;
    private final Admission admission;

    /// @param handshakes works out what takes long in those of TLS
    /// @param admission counts streams
    InboundPipeline(Service service, Executor handshakes, Admission admission) {
        this.service = service;
        this.handshakes = handshakes;
        this.admission = admission;
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        ClientConnection client = new ClientConnection(channel, service, this);
        if (client.limits().isMetered()) {
            ReceiveBuffers.small(channel);
        } else {
            ReceiveBuffers.adapt(channel);
        }
        channel.pipeline().addLast("end", new ClientEnd(client));
        if (channel.attr(Entrance.KEY).get().isFromBalancer(channel)) {
            channel.pipeline().addLast("header", new ProxyHeaderHandler(client, this));
        } else {
            begin(client, channel.attr(Admission.REFUSED).get());
        }
        client.deadline().in(client.timeouts().handshake());
    }

    /// From headed to new.
    void headed(ClientConnection client, ProxyHeaderHandler header) {
        Channel channel = client.channel();
        boolean mayConnect =
                channel.attr(Entrance.KEY).get().mayConnect(client.principal().peer().address());
        begin(
                client,
                mayConnect ? channel.attr(Admission.REFUSED).get() : Failure.CLIENT_PROHIBITED);
        channel.pipeline().remove(header);
    }

    private void begin(ClientConnection client, @Nullable Failure prohibited) {
        @Nullable Failure refused = prohibited;
        if (refused == null) {
            switch (client.limits().connects()) {
                case SERVED -> {}
                case REFUSED -> refused = Failure.TOO_MANY_AT_ONCE;
                case CLOSED -> {
                    client.channel().close();
                    return;
                }
            }
        }
        Channel channel = client.channel();
        Optional<AtomicReference<DoorTls>> tls = channel.attr(Entrance.KEY).get().tls();
        if (tls.isPresent()) {
            List<String> protocols = refused == null ? DoorTls.PROTOCOLS : DoorTls.PLAIN;
            channel.pipeline()
                    .addLast("tls", tls.get().get().handler(channel.alloc(), protocols, handshakes))
                    .addLast("tls-end", new TlsEnd());
        }
        channel.pipeline()
                .addLast(
                        refused != null ? "refusal" : "detect",
                        refused != null
                                ? new Refusal(client, refused)
                                : new ProtocolDetector(client, this));
    }

    /// From new to HTTP.
    void speakHttp(ClientConnection client, ProtocolDetector detector) {
        http(client, Optional.empty(), detector);
    }

    /// From new to HTTP/2.
    void speakHttp2(ClientConnection client, ProtocolDetector detector) {
        client.limits().carries(); // each of its streams takes a place of its own
        UntakenFrames untaken = new UntakenFrames();
        Http2FrameCodec codec = ConnectionCodec.of(client.heads(), untaken);
        StreamsHandler streams = new StreamsHandler(client);
        client.channel()
                .pipeline()
                .addLast("http2", codec)
                .addLast(
                        "streams",
                        new Http2MultiplexHandler(
                                new ChannelInitializer<Http2StreamChannel>() {
                                    @Override
                                    protected void initChannel(Http2StreamChannel stream) {
                                        streams.opened(stream);
                                        stream(stream, client, untaken.of(stream));
                                    }
                                }))
                .addLast("connection", streams)
                .remove(detector);
        ConnectionCodec.widen(codec);
        client.channel().flush();
        client.deadline().in(client.timeouts().idle());
    }

    /// A stream begins, which speaks HTTP.
    private void stream(
            Channel stream, ClientConnection connection, UntakenFrames.OfStream untaken) {
        Entrance entrance = connection.channel().attr(Entrance.KEY).get();
        stream.attr(ClientConnection.DOOR).set(entrance.door());
        ClientConnection client = new ClientConnection(stream, service, this);
        client.principal().comesFrom(connection.principal().peer());
        @Nullable Failure refused = admission.hasRoomFor(stream) ? null : Failure.OVERLOADED;
        ChannelPipeline pipeline = stream.pipeline();
        pipeline.addLast("frames", new StreamCodec(client.heads(), untaken))
                .addLast("end", new ClientEnd(client));
        if (refused == null) {
            switch (client.limits().connects()) {
                case SERVED -> {}
                case REFUSED -> refused = Failure.TOO_MANY_AT_ONCE;
                case CLOSED -> {
                    stream.close();
                    return;
                }
            }
        }
        if (refused == null) {
            RequestDecoder requests = new RequestDecoder(client.heads());
            pipeline.addLast(requests, new HttpProxyHandler(client, requests, Optional.empty()));
        } else {
            pipeline.addLast("refusal", new Refusal(client, refused));
        }
        client.deadline().in(client.timeouts().head());
    }

    /// From new to SOCKS.
    void speakSocks(ClientConnection client, ProtocolDetector detector) {
        ChannelPipeline pipeline = client.channel().pipeline();
        pipeline.addLast("socks", new SocksHandler(client));
        pipeline.remove(detector);
    }

    /// From SOCKS or CONNECT to HTTP.
    @Override
    public void speakHttpWith(Target target, ClientConnection client, ChannelHandler... last) {
        http(client, Optional.of(target), last);
        client.channel().config().setAutoRead(true);
    }

    private void http(ClientConnection client, Optional<Target> target, ChannelHandler... last) {
        ChannelPipeline pipeline = client.channel().pipeline();
        RequestDecoder requests = new RequestDecoder(client.heads());
        pipeline.addLast(requests, new HttpProxyHandler(client, requests, target));
        for (ChannelHandler handler : last) {
            pipeline.remove(handler);
        }
    }

    /// From HTTP or SOCKS to a tunnel.
    @Override
    public void tunnel(ClientConnection client, Upstream upstream, ChannelHandler... last) {
        ChannelPipeline pipeline = client.channel().pipeline();
        client.deadline().end();
        Toll toll = client.limits().toll();
        if (toll != null) {
            ReceiveBuffers.small(upstream.channel());
        }
        client.journal()
                .tunnelled(
                        TunnelPipeline.join(
                                client.channel(),
                                upstream.channel(),
                                client.tunnels(),
                                upstream.lease()::carried,
                                toll));
        for (ChannelHandler handler : last) {
            pipeline.remove(handler);
        }
        OutboundPipeline.release(upstream.channel());
        TunnelPipeline.flow(client.channel(), upstream.channel());
    }
}
