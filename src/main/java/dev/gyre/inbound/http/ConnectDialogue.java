package dev.gyre.inbound.http;

import dev.gyre.access.rules.Scheme;
import dev.gyre.http.RequestDecoder;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.TunnelOpener;
import dev.gyre.net.Target;
import dev.gyre.observe.ExchangeRecord.Kind;
import dev.gyre.outbound.Upstream;

import io.netty.buffer.Unpooled;

import java.nio.charset.StandardCharsets;

/// CONNECT: opens the way, says so, and leaves the client's connection to the tunnel (RFC 9110 9.3.6).
///
/// On the client's event loop.
final class ConnectDialogue {

    private final HttpProxyHandler handler;
    private final ClientConnection client;
    private final RequestDecoder requests;
    private boolean underWay;

    /// @param handler the last one of the client's connection
    /// @param requests the one before it
    ConnectDialogue(HttpProxyHandler handler, ClientConnection client, RequestDecoder requests) {
        this.handler = handler;
        this.client = client;
        this.requests = requests;
    }

    /// Whether a way is being opened.
    boolean isUnderWay() {
        return underWay;
    }

    void begin(Target target) {
        TunnelOpener opener = new TunnelOpener(client, Kind.CONNECT);
        if (opener.isBuiltIn(target)) {
            established("");
            client.phases().speakHttpWith(target, client, handler, requests);
        } else {
            underWay = true;
            opener.open(
                    Scheme.CONNECT,
                    "CONNECT",
                    target,
                    this::tunnel,
                    why ->
                            failed(
                                    OwnReply.of(
                                            why.failure(),
                                            why.denial(),
                                            client.rules().denial(),
                                            target.host())),
                    over -> failed(ErrorReply.of(over.why()).after(over.seconds())));
        }
    }

    private void tunnel(Upstream upstream) {
        established(client.revealed(upstream.lease()).map(ProxyStatus::line).orElse(""));
        client.phases().tunnel(client, upstream, handler, requests);
    }

    /// @param line a field line, or nothing
    private void established(String line) {
        client.channel()
                .writeAndFlush(
                        Unpooled.copiedBuffer(
                                "HTTP/1.1 200 Connection established\r\n" + line + "\r\n",
                                StandardCharsets.US_ASCII));
    }

    /// The connection is closed even though it could serve on: what the client sent for the tunnel must not be read as requests.
    private void failed(OwnReply reply) {
        underWay = false;
        handler.refuse(reply, null);
    }
}
