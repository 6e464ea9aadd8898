package dev.gyre.inbound;

import dev.gyre.http.RequestDecoder;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.Phases;
import dev.gyre.inbound.client.Service;
import dev.gyre.inbound.http.HttpProxyHandler;
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

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/// The pipelines of a client's connection.
///
/// | phase  | handlers, head to tail              | the last one          |
/// |--------|-------------------------------------|-----------------------|
/// | headed | `end` → `header`                    | waits for a balancer's PROXY header |
/// | new    | `end` → `detect`                    | waits for the first byte |
/// | not served | `end` → `refusal`             | tells the client why  |
/// | HTTP   | `end` → `requests` → `proxy`        | serves requests       |
/// | SOCKS  | `end` → `socks`                     | serves one request    |
/// | tunnel | `end` → `idle` → `relay`            | passes bytes on       |
/// | farewell | `end` → `idle` → `farewell`       | ends a tunnel that has lasted long enough |
///
/// At a listener with TLS, `tls` → `tls-end` stand behind `end` from new on.
///
/// The phase is which handler is last; nothing else keeps it.
final class InboundPipeline extends ChannelInitializer<Channel> implements Phases {

    private final Service service;
    private final Executor handshakes;

    /// @param handshakes works out what takes long in those of TLS
    InboundPipeline(Service service, Executor handshakes) {
        this.service = service;
        this.handshakes = handshakes;
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        ClientConnection client = new ClientConnection(channel, service, this);
        if (client.isMetered()) {
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
        boolean mayConnect = channel.attr(Entrance.KEY).get().mayConnect(client.peer().address());
        begin(
                client,
                mayConnect ? channel.attr(Admission.REFUSED).get() : Failure.CLIENT_PROHIBITED);
        channel.pipeline().remove(header);
    }

    private void begin(ClientConnection client, @Nullable Failure prohibited) {
        @Nullable Failure refused = prohibited;
        if (refused == null) {
            switch (client.connects()) {
                case SERVED -> {}
                case REFUSED -> refused = Failure.TOO_MANY_AT_ONCE;
                case CLOSED -> {
                    client.channel().close();
                    return;
                }
            }
        }
        Channel channel = client.channel();
        channel.attr(Entrance.KEY)
                .get()
                .tls()
                .ifPresent(
                        tls ->
                                channel.pipeline()
                                        .addLast(
                                                "tls",
                                                tls.get()
                                                        .handler(
                                                                channel.alloc(),
                                                                List.of(DoorTls.HTTP_1),
                                                                handshakes))
                                        .addLast("tls-end", new TlsEnd()));
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
        Toll toll = client.toll();
        if (toll != null) {
            ReceiveBuffers.small(upstream.channel());
        }
        client.tunnelled(
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
