package dev.gyre.inbound.http;

import dev.gyre.http.BadMessage;
import dev.gyre.http.BodyEnd;
import dev.gyre.http.RequestDecoder;
import dev.gyre.http.RequestHead;
import dev.gyre.http.Truncated;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.ClientEvent;
import dev.gyre.inbound.client.LingeringClose;
import dev.gyre.inbound.client.TunnelOpener;
import dev.gyre.inbound.identity.BadClaim;
import dev.gyre.net.Failure;
import dev.gyre.net.Target;
import dev.gyre.observe.ExchangeRecord.Kind;
import dev.gyre.outbound.Destination;
import dev.gyre.outbound.Upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Last handler of a client's connection that speaks HTTP: one request after the other, each an [Exchange] of its own; CONNECT
/// ends it with a tunnel.
public final class HttpProxyHandler extends ChannelInboundHandlerAdapter {

    private final ClientConnection client;
    private final RequestDecoder requests;
    private final Optional<Target> only;
    private final HttpClaims claims;
    private @Nullable Exchange exchange;

    /// The request that is being served, or was refused.
    private @Nullable RequestHead current;

    private boolean headTimed;
    private boolean inputEnded;
    private boolean closing;
    private boolean connecting;

    /// @param requests the handler before this one
    /// @param only the one target that is spoken with, which requests don't name again; or nothing: requests name theirs
    public HttpProxyHandler(
            ClientConnection client, RequestDecoder requests, Optional<Target> only) {
        this.client = client;
        this.requests = requests;
        this.only = only;
        this.claims = new HttpClaims(client);
    }

    // --- what the client sends

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
            return;
        }
        switch (message) {
            case ByteBuf data -> {
                if (exchange != null) {
                    exchange.requestData(data);
                } else {
                    data.release();
                }
            }
            case RequestHead head -> request(head);
            case BodyEnd _ -> {
                if (exchange != null) {
                    exchange.requestEnd();
                }
            }
            case BadMessage(var error) -> {
                ErrorReply refusal =
                        error.status() == 503
                                ? ErrorReply.of(Failure.OVERLOADED)
                                : ErrorReply.badRequest(error.status(), error.reason());
                if (exchange != null) {
                    exchange.requestBroken(refusal);
                } else {
                    refuse(refusal, null);
                }
            }
            case Truncated _ -> ctx.close();
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void request(RequestHead head) {
        client.deadline().clear();
        headTimed = false;
        current = head;
        // In a tunnel, who asks was said when it was opened.
        if (only.isEmpty()) {
            try {
                claims.read(head);
            } catch (BadClaim bad) {
                refuse(400, "The proxy user or session: " + bad.getMessage() + ".");
                return;
            }
        }
        if (head.isConnect()) {
            connect(head);
            return;
        }
        switch (RequestTarget.parse(head.method(), head.target())) {
            case RequestTarget.Absolute where -> {
                if (only.isEmpty() || only.get().equals(where.target())) {
                    serve(head, where);
                } else {
                    refuse(400, "The request is for another target.");
                }
            }
            case RequestTarget.Origin(String path) -> {
                if (only.isPresent()) {
                    String host = head.fields().first("host").orElse(only.get().host().text());
                    serve(head, new RequestTarget.Absolute(only.get(), host, path));
                } else {
                    refuse(
                            400,
                            "This is a proxy: it takes requests for http://host/path, and"
                                    + " CONNECT.");
                }
            }
            case RequestTarget.Invalid _ ->
                    refuse(400, "The request names no target that can be served.");
        }
    }

    private void serve(RequestHead head, RequestTarget.Absolute where) {
        Optional<ErrorReply> refusal = RequestRules.check(head);
        if (refusal.isPresent()) {
            refuse(refusal.get(), null);
        } else if (MaxForwards.of(head) == 0) {
            client.channel()
                    .writeAndFlush(
                            LastForward.reply(head, client.channel().alloc()),
                            client.channel().voidPromise());
            close();
        } else {
            begin(head, where);
        }
    }

    private void begin(RequestHead head, RequestTarget.Absolute where) {
        Exchange next = new Exchange(this, client, head, where, destination(head, where));
        exchange = next;
        next.begin();
    }

    private Destination destination(RequestHead head, RequestTarget.Absolute where) {
        return client.builtIn()
                .filter(builtIn -> builtIn.is(where.target()))
                .filter(builtIn -> builtIn.admits(new Asked(where.originForm(), head.fields())))
                .map(builtIn ->
                        new Destination(
                                new Target(where.target().host(), builtIn.port()),
                                builtIn.addresses()))
                .orElseGet(() -> Destination.of(where.target()));
    }

    private void connect(RequestHead head) {
        Optional<Target> target = RequestTarget.authority(head.target());
        if (target.isEmpty() || only.isPresent()) {
            refuse(400, "CONNECT takes host:port.");
            return;
        }
        TunnelOpener opener = new TunnelOpener(client, Kind.CONNECT);
        if (opener.isBuiltIn(target.get())) {
            established("");
            client.phases().speakHttpWith(target.get(), client, this, requests);
        } else {
            connecting = true;
            opener.open(target.get(), this::tunnel, this::tunnelFailed);
        }
    }

    private void tunnel(Upstream upstream) {
        established(client.revealed(upstream.lease()).map(ProxyStatus::line).orElse(""));
        client.phases().tunnel(client, upstream, this, requests);
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
    private void tunnelFailed(Failure failure) {
        connecting = false;
        refuse(ErrorReply.of(failure), null);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.requestPause();
        } else {
            timeHead();
        }
    }

    /// A head that has begun must come to its end, however busily its bytes trickle in.
    private void timeHead() {
        if (!headTimed && !closing && !connecting && requests.isReadingHead()) {
            headTimed = true;
            client.deadline().in(client.timeouts().head());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.clientWritable();
        }
    }

    // --- what the exchange says

    /// The reply is whole.
    void served(boolean keepAlive) {
        exchange = null;
        if (keepAlive) {
            client.channel().flush();
            next();
        } else {
            close();
        }
    }

    /// The target has agreed to speak something else.
    void switched(Upstream upstream) {
        exchange = null;
        client.phases().tunnel(client, upstream, this, requests);
    }

    private void refuse(int status, String text) {
        refuse(ErrorReply.badRequest(status, text), null);
    }

    /// There is no reply but this one, to the exchange's request or to one that is none.
    void refuse(ErrorReply reply, @Nullable Exchange refused) {
        exchange = null;
        if (only.isPresent()) {
            // Somebody in a tunnel asked for what is not there: in a tunnel, nothing answers.
            if (refused == null) {
                vanish(only.get());
            } else {
                cut();
            }
            return;
        }
        boolean keep = refused != null && refused.clientCanGoOn();
        RequestHead request = current;
        boolean head = request != null && request.method().equals("HEAD");
        ErrorFormat format = request == null ? ErrorFormat.TEXT : ErrorFormat.of(request.fields());
        client.channel()
                .writeAndFlush(
                        reply.write(client.channel().alloc(), format, !keep, head),
                        client.channel().voidPromise());
        if (keep) {
            next();
        } else {
            close();
        }
    }

    private void next() {
        current = null;
        client.deadline().in(client.timeouts().idle());
        requests.next();
        if (exchange == null) {
            timeHead();
            if (inputEnded) {
                close();
            }
        }
    }

    /// Does what is done for any name that does not exist, so that it can't be told by the time it takes that this one is known
    /// here.
    private void vanish(Target target) {
        closing = true;
        client.dial(client.nextSession(target), Destination.of(target), true)
                .addListener((Future<Upstream> dialled) -> {
                    if (dialled.isSuccess()) {
                        dialled.getNow().close();
                    }
                    cut();
                });
    }

    /// Breaks the connection off, so that the client can't take what it has for the whole.
    void cut() {
        exchange = null;
        closing = true;
        client.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        client.channel().close();
    }

    private void close() {
        closing = true;
        client.deadline().clear();
        LingeringClose.begin(client.channel(), inputEnded);
    }

    // --- ends

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case ChannelInputShutdownEvent _ -> {
                inputEnded = true;
                if (closing || (exchange == null && !connecting)) {
                    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
                            .addListener(ChannelFutureListener.CLOSE);
                }
            }
            case ClientEvent.EXPIRED -> expired(ctx);
            case ClientEvent.STOPPING -> {
                // What has been begun is finished, and is the last then.
                if (exchange == null && !connecting && !closing && !requests.isReadingHead()) {
                    close();
                }
            }
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    private void expired(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.timedOut();
        } else if (headTimed && !closing) {
            refuse(ErrorReply.of(Failure.REQUEST_TIMEOUT), null);
        } else if (!connecting && !closing) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.end();
            exchange = null;
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        client.broken(cause);
    }
}
