package dev.gyre.inbound.http;

import dev.gyre.egress.Egress;
import dev.gyre.http.BodyFraming;
import dev.gyre.http.ChunkWriter;
import dev.gyre.http.RequestHead;
import dev.gyre.http.ResponseHead;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.observe.ExchangeRecord.Kind;
import dev.gyre.outbound.Destination;
import dev.gyre.outbound.IdleConnections;
import dev.gyre.outbound.Upstream;
import dev.gyre.rotation.Session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// One request and its reply: finds a way, sends the request, passes the reply on, each piece as it comes.
///
/// - **Flow:** each side is read only while the other is writable. What arrives while the way is being found is held; the client
///   is not read meanwhile, so that it is one read at most.
/// - **Failure:** before the reply's head the client is told; after it the client's connection is cut, so that no part is taken
///   for the whole (RFC 9112 8).
/// - **Again:** a request is sent a second time only when the connection had served another before, nothing was said in reply,
///   and the request has no content and is idempotent (RFC 9110 9.2.2): the target closed while it was idle.
/// - **Threads:** the client's event loop, which is the target's too.
final class Exchange {

    private static final Set<String> IDEMPOTENT =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private final HttpProxyHandler handler;
    private final ClientConnection client;
    private final RequestHead request;
    private final RequestTarget.Absolute where;
    private final Destination destination;
    private final Session session;
    private final Queue<ByteBuf> held = new ArrayDeque<>(0);

    private @Nullable Upstream upstream;
    private @Nullable ForwardedReply reply;
    private boolean requestWhole;
    private boolean heard;
    private boolean replyWhole;
    private boolean over;

    Exchange(
            HttpProxyHandler handler,
            ClientConnection client,
            RequestHead request,
            RequestTarget.Absolute where,
            Destination destination) {
        this.handler = handler;
        this.client = client;
        this.request = request;
        this.where = where;
        this.destination = destination;
        this.session = client.nextSession();
    }

    boolean isHead() {
        return request.method().equals("HEAD");
    }

    /// Whether the client wants its connection kept, and has sent its request whole, so that it can be. One of HTTP/1.0 can't: a
    /// proxy must not keep its connection (RFC 9112 9.3).
    boolean clientCanGoOn() {
        return request.keepAlive() && request.minorVersion() > 0 && requestWhole;
    }

    // --- the way

    void begin() {
        if (hasBody()) {
            readClient(false);
            dial(false);
        }
        // Without a body its end follows at once, and all that can become of the request is known
        // only then.
    }

    private boolean hasBody() {
        return !(request.framing() instanceof BodyFraming.None);
    }

    private void dial(boolean fresh) {
        client.dial(session, destination, fresh)
                .addListener((Future<Upstream> dialled) -> {
                    if (dialled.isSuccess()) {
                        opened(dialled.getNow());
                    } else if (!over) {
                        fail(dialled.cause());
                    }
                });
    }

    private void opened(Upstream opened) {
        if (over) {
            opened.channel().close();
            return;
        }
        upstream = opened;
        Channel channel = opened.channel();
        UpstreamPipeline.speakHttp(channel, request.method(), this);
        channel.write(
                ForwardedRequest.head(request, where, client.sharesConnections(), channel.alloc()),
                channel.voidPromise());
        for (ByteBuf data = held.poll(); data != null; data = held.poll()) {
            send(channel, data);
        }
        if (requestWhole) {
            endRequest(channel);
        } else {
            readClient(channel.isWritable());
        }
        channel.flush();
    }

    // --- the request

    void requestData(ByteBuf data) {
        Upstream to = upstream;
        if (over || replyWhole) {
            data.release();
        } else if (to == null) {
            held.add(data);
        } else {
            send(to.channel(), data);
            if (!to.channel().isWritable()) {
                to.channel().flush();
                readClient(to.channel().isWritable());
            }
        }
    }

    void requestEnd() {
        requestWhole = true;
        if (!hasBody()) {
            dial(false);
            return;
        }
        Upstream to = upstream;
        if (to != null && !over) {
            endRequest(to.channel());
            to.channel().flush();
        }
    }

    void requestPause() {
        Upstream to = upstream;
        if (to != null && !over) {
            to.channel().flush();
        }
    }

    private void send(Channel channel, ByteBuf data) {
        if (request.framing() instanceof BodyFraming.Chunked) {
            ChunkWriter.write(channel, channel.alloc(), data);
        } else {
            channel.write(data, channel.voidPromise());
        }
    }

    private void endRequest(Channel channel) {
        if (request.framing() instanceof BodyFraming.Chunked) {
            ChunkWriter.writeEnd(channel);
        }
        readClient(true);
    }

    private void readClient(boolean read) {
        client.channel().config().setAutoRead(read);
    }

    void upstreamWritable() {
        Upstream to = upstream;
        if (to != null && !over && !requestWhole) {
            readClient(to.channel().isWritable());
        }
    }

    // --- the reply

    void replyHead(ResponseHead head) {
        if (over) {
            return;
        }
        heard = true;
        if (head.status() == 101 || head.status() == 407) {
            // Nothing was asked to switch, and no target may ask for a proxy's password.
            upstreamFailed(Failure.BAD_RESPONSE);
            return;
        }
        Channel to = client.channel();
        if (head.isInterim()) {
            if (request.minorVersion() > 0) {
                ForwardedReply interim =
                        new ForwardedReply(head, BodyFraming.NONE, request.minorVersion(), true);
                to.writeAndFlush(interim.head(to.alloc()), to.voidPromise());
            }
            return;
        }
        BodyFraming framing = head.framing(request.method());
        boolean keep =
                clientCanGoOn()
                        && !new ForwardedReply(head, framing, request.minorVersion(), true)
                                .endsWithConnection();
        ForwardedReply forwarded = new ForwardedReply(head, framing, request.minorVersion(), keep);
        reply = forwarded;
        to.write(forwarded.head(to.alloc()), to.voidPromise());
    }

    void replyData(ByteBuf data) {
        ForwardedReply head = reply;
        Upstream from = upstream;
        if (over || head == null || from == null) {
            data.release();
            return;
        }
        Channel to = client.channel();
        if (head.inChunks()) {
            ChunkWriter.write(to, to.alloc(), data);
        } else {
            to.write(data, to.voidPromise());
        }
        if (!to.isWritable()) {
            to.flush();
            from.channel().config().setAutoRead(to.isWritable());
        }
    }

    void replyPause() {
        if (!over) {
            client.channel().flush();
        }
    }

    void clientWritable() {
        Upstream from = upstream;
        if (from != null && !over) {
            from.channel().config().setAutoRead(client.channel().isWritable());
        }
    }

    void replyEnd() {
        ForwardedReply head = reply;
        Upstream from = upstream;
        if (over || head == null || from == null) {
            return;
        }
        replyWhole = true;
        over = true;
        if (head.inChunks()) {
            ChunkWriter.writeEnd(client.channel());
        }
        client.served(Kind.HTTP, where.target(), from.lease().egress());
        settle(from, head);
        handler.served(head.keepAlive());
    }

    /// Leaves the connection to the next request, or closes it.
    private void settle(Upstream from, ForwardedReply head) {
        Optional<IdleConnections> idle = client.idle();
        boolean good =
                requestWhole
                        && (client.sharesConnections()
                                || !ForwardedRequest.saysClose(request.fields()))
                        && head.reply().keepAlive()
                        && !(head.framing() instanceof BodyFraming.UntilClose)
                        && UpstreamPipeline.isClean(from.channel());
        if (good && idle.isPresent()) {
            UpstreamPipeline.leave(from.channel());
            idle.get().park(from.lease().egress(), destination.target(), from.channel());
        } else {
            from.channel().close();
        }
    }

    // --- ends that come too soon

    void upstreamFailed(Failure failure) {
        Upstream from = upstream;
        if (over || from == null) {
            return;
        }
        if (from.reused() && !heard && canBeSentAgain()) {
            upstream = null;
            UpstreamPipeline.leave(from.channel());
            from.channel().close();
            dial(true);
            return;
        }
        fail(new FailureException(failure, ""));
    }

    private boolean canBeSentAgain() {
        return !hasBody() && IDEMPOTENT.contains(request.method());
    }

    private void fail(Throwable cause) {
        Optional<Egress> egress = session.current();
        boolean told = reply != null;
        end();
        Failure failure = client.failed(Kind.HTTP, where.target(), egress, cause);
        if (told) {
            handler.cut();
        } else {
            handler.refuse(ErrorReply.of(failure), this);
        }
    }

    /// The rest of the request breaks the protocol.
    void requestBroken() {
        if (!over) {
            requestWhole = false;
            fail(new FailureException(Failure.BAD_REQUEST, ""));
        }
    }

    /// The target is silent for too long.
    void timedOut() {
        if (!over) {
            fail(new FailureException(Failure.RESPONSE_TIMEOUT, ""));
        }
    }

    /// Ends the exchange here and now; the client is gone, or is told by somebody else.
    void end() {
        over = true;
        for (ByteBuf data = held.poll(); data != null; data = held.poll()) {
            data.release();
        }
        Upstream from = upstream;
        if (from != null) {
            from.channel().close();
        }
    }
}
