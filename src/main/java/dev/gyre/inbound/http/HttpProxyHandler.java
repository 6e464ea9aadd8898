package dev.gyre.inbound.http;

import dev.gyre.http.BadMessage;
import dev.gyre.http.BodyEnd;
import dev.gyre.http.RequestDecoder;
import dev.gyre.http.RequestHead;
import dev.gyre.http.Truncated;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.ClientEvent;
import dev.gyre.inbound.client.LingeringClose;
import dev.gyre.inbound.identity.BadClaim;
import dev.gyre.net.Credentials;
import dev.gyre.net.Failure;
import dev.gyre.net.Target;
import dev.gyre.outbound.Upstream;
import dev.gyre.relay.ChannelEnds;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Last handler of a client's connection that speaks HTTP: one request after the other, each an [Exchange] of its own; CONNECT
/// ends it with a tunnel.
public final class HttpProxyHandler extends ChannelInboundHandlerAdapter {

    private final ClientConnection client;
    private final RequestDecoder requests;
    private final Optional<Target> only;
    private final HttpClaims claims;
    private final ConnectDialogue connect;
    private final Turns turns;
    private @Nullable Turn turn;

    /// The request that is being served, or was refused.
    private @Nullable RequestHead current;

    private boolean headTimed;
    private boolean inputEnded;
    private boolean closing;

    /// @param requests the handler before this one
    /// @param only the one target that is spoken with, which requests don't name again; or nothing: requests name theirs
    public HttpProxyHandler(
            ClientConnection client, RequestDecoder requests, Optional<Target> only) {
        this.client = client;
        this.requests = requests;
        this.only = only;
        this.claims = new HttpClaims(client);
        this.connect = new ConnectDialogue(this, client, requests);
        this.turns = new Turns(this, client, only.isPresent());
    }

    // --- what the client sends

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
            return;
        }
        switch (message) {
            case ByteBuf data -> data(data);
            case RequestHead head -> request(head);
            case BodyEnd _ -> end();
            case BadMessage(var error) -> {
                ErrorReply refusal =
                        error.status() == 503
                                ? ErrorReply.of(Failure.OVERLOADED)
                                : ErrorReply.badRequest(error.status(), error.reason());
                if (turn != null) {
                    turn.requestBroken(refusal);
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
            Optional<Credentials> said;
            try {
                said = claims.read(head);
            } catch (BadClaim bad) {
                refuse(
                        ErrorReply.badRequest(
                                400, "The proxy user or session: " + bad.getMessage() + "."),
                        null);
                return;
            }
            if (client.principal().users().isPresent() && !isKnown(head, said)) {
                return;
            }
        }
        serve(head);
    }

    /// Whether a user sends this request. If not, or not yet, the request is taken care of.
    private boolean isKnown(RequestHead head, Optional<Credentials> said) {
        if (said.isPresent() && client.principal().isLoggedIn(said.get())) {
            return true;
        }
        Turn login = new LoginTurn(this, client, head, said);
        turn = login;
        login.begin();
        return false;
    }

    /// A user sends the request. What has come of its content follows.
    void loggedIn(RequestHead head) {
        turn = null;
        serve(head);
    }

    /// A piece of a request's content, which this takes over.
    void data(ByteBuf data) {
        if (turn != null) {
            turn.requestData(data);
        } else {
            data.release();
        }
    }

    /// The request is whole.
    void end() {
        if (turn != null) {
            turn.requestEnd();
        }
    }

    /// Nothing more of the request has come for now.
    void pause() {
        if (turn != null) {
            turn.requestPause();
        }
    }

    private void serve(RequestHead head) {
        switch (Errand.of(head, only)) {
            case Errand.Forward(RequestTarget.Absolute where) -> begin(head, where);
            case Errand.Tunnel(Target target) -> connect.begin(target);
            case Errand.Last _ -> {
                client.channel()
                        .writeAndFlush(
                                LastForward.reply(head, client.channel().alloc()),
                                client.channel().voidPromise());
                close();
            }
            case Errand.Refused(ErrorReply refusal) -> refuse(refusal, null);
        }
    }

    private void begin(RequestHead head, RequestTarget.Absolute where) {
        Turn next = turns.of(head, where);
        turn = next;
        next.begin();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (turn != null) {
            turn.requestPause();
        } else {
            timeHead();
        }
    }

    /// A head that has begun must come to its end, however busily its bytes trickle in.
    private void timeHead() {
        if (!headTimed && !closing && !connect.isUnderWay() && requests.isReadingHead()) {
            headTimed = true;
            client.deadline().in(client.timeouts().head());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (turn != null) {
            turn.clientWritable();
        }
    }

    // --- what the exchange says

    /// The reply is whole.
    void served(boolean keepAlive) {
        turn = null;
        if (keepAlive) {
            client.channel().flush();
            next();
        } else {
            close();
        }
    }

    /// The target has agreed to speak something else.
    void switched(Upstream upstream) {
        turn = null;
        client.phases().tunnel(client, upstream, this, requests);
    }

    /// There is no reply but this one, to the exchange's request or to one that is none.
    void refuse(OwnReply reply, @Nullable Turn refused) {
        turn = null;
        if (only.isPresent()) {
            // Somebody in a tunnel asked for what is not there: in a tunnel, nothing answers.
            if (refused == null) {
                closing = true;
                NoSuchName.answer(client, only.get(), this::cut);
            } else {
                cut();
            }
            return;
        }
        boolean keep = refused != null && refused.clientCanGoOn();
        client.channel().writeAndFlush(written(reply, keep), client.channel().voidPromise());
        if (keep) {
            next();
        } else {
            close();
        }
    }

    /// A reply of the proxy's own in the form that the request being served asks for; the caller owns it.
    ByteBuf written(OwnReply reply, boolean keep) {
        RequestHead request = current;
        boolean head = request != null && request.method().equals("HEAD");
        ErrorFormat format = request == null ? ErrorFormat.TEXT : ErrorFormat.of(request.fields());
        return reply.write(client.channel().alloc(), format, !keep, head);
    }

    private void next() {
        current = null;
        client.deadline().in(client.timeouts().idle());
        requests.next();
        if (turn == null) {
            timeHead();
            if (inputEnded) {
                close();
            }
        }
    }

    /// Breaks the connection off, so that the client can't take what it has for the whole.
    void cut() {
        turn = null;
        closing = true;
        ChannelEnds.reset(client.channel());
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
                if (closing || (turn == null && !connect.isUnderWay())) {
                    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
                            .addListener(ChannelFutureListener.CLOSE);
                }
            }
            case ClientEvent.EXPIRED -> expired(ctx);
            case ClientEvent.STOPPING -> {
                // What has been begun is finished, and is the last then.
                if (turn == null
                        && !connect.isUnderWay()
                        && !closing
                        && !requests.isReadingHead()) {
                    close();
                }
            }
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    private void expired(ChannelHandlerContext ctx) {
        if (turn != null) {
            turn.timedOut();
        } else if (headTimed && !closing) {
            refuse(ErrorReply.of(Failure.REQUEST_TIMEOUT), null);
        } else if (!connect.isUnderWay() && !closing) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (turn != null) {
            turn.end();
            turn = null;
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        client.broken(cause);
    }
}
