package dev.gyre.inbound.http;

import dev.gyre.http.BodyFraming;
import dev.gyre.http.RequestHead;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.net.Disclosure;
import dev.gyre.net.Target;
import dev.gyre.outbound.IdleConnections;
import dev.gyre.outbound.Reusable;
import dev.gyre.outbound.Upstream;
import dev.gyre.relay.Pace;

import java.util.Optional;

/// What becomes of the connection to a target when an exchange on it has come to its end.
final class Parting {

    private Parting() {}

    /// Leaves it to the next request, or closes it.
    ///
    /// @param target under which the next request may find it
    /// @param told how much it has been told on it
    static void from(
            Upstream upstream,
            Target target,
            Disclosure told,
            ClientConnection client,
            RequestHead request,
            RequestBody body,
            ForwardedReply reply) {
        Optional<IdleConnections> idle = client.idle(told);
        Optional<Reusable> speaker =
                idle.isPresent() && canServeAgain(upstream, client, request, body, reply)
                        ? UpstreamPipeline.reusable(upstream.channel())
                        : Optional.empty();
        if (idle.isPresent() && speaker.isPresent()) {
            upstream.lease().released();
            Pace.end(upstream.channel());
            idle.get()
                    .park(
                            upstream.isolation(),
                            upstream.lease().egress(),
                            target,
                            upstream.channel(),
                            speaker.get());
        } else {
            upstream.close();
        }
    }

    private static boolean canServeAgain(
            Upstream upstream,
            ClientConnection client,
            RequestHead request,
            RequestBody body,
            ForwardedReply reply) {
        return upstream.isolation().keeps()
                && body.isWhole()
                && !body.isDropped()
                && (client.sharesConnections() || !ForwardedRequest.saysClose(request.fields()))
                && reply.reply().keepAlive()
                && !(reply.framing() instanceof BodyFraming.UntilClose);
    }
}
