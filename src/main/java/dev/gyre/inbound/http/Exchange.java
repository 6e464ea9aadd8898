package dev.gyre.inbound.http;

import dev.gyre.access.limits.Admittance.Over;
import dev.gyre.access.rules.Action;
import dev.gyre.anonymity.HeaderEdits;
import dev.gyre.anonymity.Trace;
import dev.gyre.egress.Egress;
import dev.gyre.http.RequestHead;
import dev.gyre.http.ResponseHead;
import dev.gyre.http.RetryAfter;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.ClientRules;
import dev.gyre.inbound.client.Passage;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.observe.ExchangeRecord.Kind;
import dev.gyre.outbound.Destination;
import dev.gyre.outbound.Upstream;
import dev.gyre.relay.ReceiveBuffers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Optional;

/// One request and its reply: finds a way, sends the request, passes the reply on, each piece as it comes.
///
/// - **Flow:** each side is read only while the other is writable.
/// - **Time:** what has to come next has a deadline, which every progress moves; while a way is sought it is the dialler's.
/// - **Failure:** before the reply's head the client is told; after it the client's connection is cut, so that no part is taken
///   for the whole (RFC 9112 8).
/// - **Again:** a request is sent a second time only when the connection had served another before, nothing was said in reply,
///   and the request has no content and is idempotent (RFC 9110 9.2.2): the target closed while it was idle.
/// - **Threads:** the client's event loop, which is the target's too.
final class Exchange implements Turn {

    private final HttpProxyHandler handler;
    private final ClientConnection client;
    private final RequestHead request;
    private final RequestTarget.Absolute where;
    private final Trace trace;
    private final HeaderEdits edits;
    private final RequestBody body;
    private final Reply reply;
    private final Stall stall;
    private final Sending sending;
    private final Dialling dialling;
    private final boolean upgrade;

    private @Nullable Passage toll;
    private @Nullable Upstream upstream;
    private boolean over;

    /// @param way the part of the pool that rules leave it
    /// @param trace what is said of this proxy
    /// @param edits what else is done to fields
    Exchange(
            HttpProxyHandler handler,
            ClientConnection client,
            RequestHead request,
            RequestTarget.Absolute where,
            Destination destination,
            Optional<Action.Way> way,
            Trace trace,
            HeaderEdits edits) {
        this.handler = handler;
        this.client = client;
        this.request = request;
        this.where = where;
        this.trace = trace;
        this.edits = edits;
        this.body = new RequestBody(request.framing());
        this.stall = new Stall(client, request, body);
        this.reply = new Reply(client, request, trace, edits.response(), stall);
        this.upgrade = Upgrade.isAsked(request);
        this.sending = new Sending(client, body, reply, stall);
        this.dialling = new Dialling(this, client, where.target(), destination, way);
    }

    @Override
    public boolean clientCanGoOn() {
        return Turn.keeps(client, request, body.isWhole());
    }

    // --- the way

    @Override
    public void begin() {
        if (body.exists()) {
            sending.await();
            dial(false);
        }
        // Without a body its end follows at once, and all that can become of the request is known
        // only then.
    }

    private void dial(boolean fresh) {
        dialling.begin(
                fresh || upgrade || isApart() ? Optional.empty() : Optional.of(trace.disclosure()));
    }

    /// It is within the limits: what passes is counted from now on, if anybody counts it.
    void admitted() {
        Passage its = client.limits().toll();
        if (its != null) {
            toll = its;
            reply.by(its);
        }
    }

    /// It is over a limit, which the client is told.
    void notAdmitted(Over limit) {
        var _ = ended(new FailureException(limit.why(), ""));
        refuse(ErrorReply.of(limit.why()).after(limit.seconds()));
    }

    /// Whether its connection is no other request's: those of clients that share it say nothing of a proxy, and this one does.
    private boolean isApart() {
        return !trace.isNone() && client.sharesConnections();
    }

    /// There is no way.
    void notOpened(Throwable cause) {
        if (!over) {
            fail(cause);
        }
    }

    /// There is a way, which it takes over.
    void opened(Upstream opened) {
        if (over) {
            opened.close();
            return;
        }
        upstream = opened;
        Channel channel = opened.channel();
        // A target that refuses a body closes while it is being sent: what it said is still to be
        // read.
        channel.config().setAutoClose(!body.exists());
        if (toll != null) {
            ReceiveBuffers.small(channel);
        }
        UpstreamPipeline.speakHttp(opened, request.method(), client.heads(), this);
        ByteBuf head =
                ForwardedRequest.head(
                        request,
                        where,
                        client.sharesConnections() && !isApart(),
                        upgrade,
                        trace,
                        edits.request(),
                        channel.alloc());
        // The reply waits for what passed before, not only for what this one lets pass.
        if (lets(head, channel)) {
            sending.begin(opened, head);
        }
    }

    /// Whether bytes that were read here may pass. If not, they are released, and the exchange has failed.
    private boolean lets(ByteBuf data, Channel from) {
        if (toll == null || toll.passes(from, data.readableBytes())) {
            return true;
        }
        data.release();
        usedUp();
        return false;
    }

    // --- the request

    @Override
    public void requestData(ByteBuf data) {
        if (over || lets(data, client.channel())) {
            sending.data(data);
        }
    }

    @Override
    public void requestEnd() {
        sending.end();
        if (!body.exists()) {
            dial(false);
        }
    }

    @Override
    public void requestPause() {
        sending.pause();
    }

    void upstreamWritable() {
        sending.writable();
    }

    /// The target takes no more of the request.
    void requestUnwanted() {
        sending.unwanted();
    }

    // --- the reply

    void replyHead(ResponseHead head) {
        Upstream from = upstream;
        if (over || from == null) {
            return;
        }
        reply.heard();
        if (!head.isInterim()) {
            from.lease()
                    .answered(head.status(), RetryAfter.of(head.fields(), InstantSource.system()));
        }
        if (head.status() == 101) {
            switchProtocols(head, from);
        } else if (head.status() == 407) {
            // No target may ask for a proxy's password.
            upstreamFailed(Failure.BAD_RESPONSE);
        } else if (head.isInterim()) {
            stall.progress(reply.isBegun());
            reply.interim(head, from);
        } else if (!reply.begin(head, clientCanGoOn(), from)) {
            usedUp();
        }
    }

    private void switchProtocols(ResponseHead head, Upstream from) {
        if (!upgrade || !Upgrade.isDone(head)) {
            upstreamFailed(Failure.BAD_RESPONSE);
            return;
        }
        if (!reply.switching(head, from)) {
            usedUp();
            return;
        }
        ends();
        client.journal().served(Kind.HTTP, where.target(), from.lease());
        from.releaseWhenClosed();
        UpstreamPipeline.leaveToTunnel(from.channel());
        handler.switched(from);
    }

    void replyData(ByteBuf data) {
        Upstream from = upstream;
        if (over || !reply.isBegun() || from == null) {
            data.release();
        } else if (lets(data, from.channel())) {
            reply.data(data, from);
        }
    }

    void replyPause() {
        if (!over) {
            client.channel().flush();
        }
    }

    @Override
    public void clientWritable() {
        Upstream from = upstream;
        if (from != null && !over) {
            stall.readWhileWritable(from.channel(), client.channel());
            if (reply.isBegun()) {
                stall.progress(true);
            }
        }
    }

    void replyEnd() {
        ForwardedReply head = reply.head();
        Upstream from = upstream;
        if (over || head == null || from == null) {
            return;
        }
        ends();
        client.limits().passed();
        reply.end();
        client.journal().served(Kind.HTTP, where.target(), from.lease());
        client.journal().carried(head.reply().status(), sending.octets(), reply.octets());
        client.journal().ended();
        if (isApart()) {
            from.close();
        } else {
            Parting.from(from, dialling.target(), trace.disclosure(), client, request, body, head);
        }
        handler.served(head.keepAlive());
    }

    // --- ends that come too soon

    void upstreamFailed(Failure failure) {
        Upstream from = upstream;
        if (over || from == null) {
            return;
        }
        if (from.reused()
                && !reply.isHeard()
                && !body.exists()
                && RequestRules.isIdempotent(request)) {
            upstream = null;
            sending.stop();
            UpstreamPipeline.leave(from.channel());
            from.close();
            dial(true);
            return;
        }
        fail(new FailureException(failure, ""));
    }

    /// The connection to the target broke. While a body is being sent, that may be all that is seen yet of a reply which refuses
    /// it; then the end of the input decides.
    void upstreamBroke(Throwable cause) {
        client.noteDefect(cause);
        Upstream from = upstream;
        if (!over
                && from != null
                && body.exists()
                && !body.isDropped()
                && from.channel().isActive()) {
            requestUnwanted();
        } else {
            upstreamFailed(Failure.CONNECTION_CLOSED);
        }
    }

    /// A quota is used up: nothing more may pass.
    private void usedUp() {
        fail(new FailureException(Failure.QUOTA_USED_UP, ""));
    }

    private void fail(Throwable cause) {
        refuse(
                OwnReply.of(
                        ended(cause),
                        ClientRules.denial(cause),
                        client.rules().denial(),
                        where.target().host()));
    }

    @Override
    public void requestBroken(ErrorReply refusal) {
        if (!over) {
            var _ = ended(new FailureException(Failure.BAD_REQUEST, ""));
            refuse(refusal);
        }
    }

    /// Ends it, and records why.
    private Failure ended(Throwable cause) {
        Optional<Egress> egress = Optional.ofNullable(upstream).map(way -> way.lease().egress());
        client.journal().carried(reply.status(), sending.octets(), reply.octets());
        end();
        return client.journal().failed(Kind.HTTP, where.target(), egress, cause);
    }

    /// Tells the client, if it has not been told anything yet.
    private void refuse(OwnReply refusal) {
        if (reply.isBegun()) {
            handler.cut();
        } else {
            handler.refuse(refusal, this);
        }
    }

    /// Nothing came or went for too long.
    @Override
    public void timedOut() {
        Upstream to = upstream;
        if (over || to == null) {
            return;
        }
        stall.judge(to.channel(), reply.isBegun())
                .ifPresent(late -> fail(new FailureException(late, "")));
    }

    /// Ends the exchange here and now; the client is gone, or is told by somebody else.
    @Override
    public void end() {
        client.journal().carried(reply.status(), sending.octets(), reply.octets());
        ends();
        client.limits().passed();
        // The client may have been waited for, and what it sends next is for somebody else.
        sending.unwanted();
        Upstream from = upstream;
        if (from != null) {
            from.close();
        }
    }

    private void ends() {
        over = true;
        sending.stop();
    }
}
