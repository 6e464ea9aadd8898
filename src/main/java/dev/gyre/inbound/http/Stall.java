package dev.gyre.inbound.http;

import dev.gyre.http.RequestHead;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.net.Failure;
import dev.gyre.relay.Pace;

import io.netty.channel.Channel;

import java.time.Duration;
import java.util.Optional;

/// How long an [Exchange] waits for what has to come next, and who is late when it does not come.
///
/// On the client's event loop.
final class Stall {

    private final ClientConnection client;
    private final RequestBody body;
    private final boolean asksFirst;

    /// What still had to be taken by a side that takes nothing at the moment, when this was looked at last.
    private long stuck;

    Stall(ClientConnection client, RequestHead request, RequestBody body) {
        this.client = client;
        this.body = body;
        this.asksFirst = body.exists() && RequestRules.expectsContinue(request);
    }

    /// Something came or went: what is awaited next must come in time from now on.
    void progress(boolean replyBegun) {
        Duration time = time(replyBegun);
        // What is not read for a while can't come meanwhile.
        long pause = client.limits().pause();
        client.deadline().in(pause == 0 ? time : time.plusNanos(pause));
    }

    private Duration time(boolean replyBegun) {
        return !replyBegun && (body.isWhole() || isContinueDue())
                ? client.timeouts().response()
                : client.timeouts().body();
    }

    /// Whether the client may be waiting for the target's leave to send its content (RFC 9110 10.1.1).
    private boolean isContinueDue() {
        return asksFirst && !body.isBegun();
    }

    /// Reads from one side while the other takes what it is sent.
    void readWhileWritable(Channel from, Channel to) {
        Pace.read(from, to.isWritable());
        stuck = to.bytesBeforeWritable();
    }

    /// Time is up.
    ///
    /// @return what is wrong; or nothing: the side that is waited for is slow, but has not stopped
    Optional<Failure> judge(Channel upstream, boolean replyBegun) {
        long left =
                Math.max(client.channel().bytesBeforeWritable(), upstream.bytesBeforeWritable());
        if (left > 0 && left < stuck) {
            stuck = left;
            progress(replyBegun);
            return Optional.empty();
        }
        boolean clientIsLate =
                replyBegun
                        ? !client.channel().isWritable()
                        : !body.isWhole() && !isContinueDue() && upstream.isWritable();
        return Optional.of(clientIsLate ? Failure.REQUEST_TIMEOUT : Failure.RESPONSE_TIMEOUT);
    }
}
