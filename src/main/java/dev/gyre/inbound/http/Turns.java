package dev.gyre.inbound.http;

import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.DeniedException;
import dev.gyre.access.rules.Ruling;
import dev.gyre.access.rules.Scheme;
import dev.gyre.anonymity.HeaderEdits;
import dev.gyre.anonymity.Trace;
import dev.gyre.http.RequestHead;
import dev.gyre.inbound.client.BuiltInTarget;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.net.Target;
import dev.gyre.observe.ExchangeRecord.Kind;
import dev.gyre.outbound.Destination;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Which [Turn] serves a request that is to be passed on: what Gyre answers itself, what has to be accepted first and what rules refuse
/// goes nowhere.
///
/// On the client's event loop.
final class Turns {

    private final HttpProxyHandler handler;
    private final ClientConnection client;
    private final boolean inTunnel;

    /// @param inTunnel whether the client speaks with one target only: nothing is done to fields then, and nothing said to a target
    Turns(HttpProxyHandler handler, ClientConnection client, boolean inTunnel) {
        this.handler = handler;
        this.client = client;
        this.inTunnel = inTunnel;
    }

    /// The request is the next one of its client.
    Turn of(RequestHead head, RequestTarget.Absolute where) {
        // Whatever became of the last one, what it was kept to is not this one's.
        client.limits().unthrottle();
        client.journal()
                .begins(
                        Kind.HTTP,
                        client.protocol(head.minorVersion()),
                        head.method(),
                        where.target(),
                        where.originForm());
        Asked asked = new Asked(head.method(), where.originForm(), head.fields());
        @Nullable BuiltInTarget ours =
                client.builtIn(where.target()).filter(each -> each.admits(asked)).orElse(null);
        return switch (ours) {
            case null -> judged(head, where);
            case BuiltInTarget.Listening there ->
                    exchange(
                            head,
                            where,
                            new Destination(
                                    new Target(where.target().host(), there.port()),
                                    there.addresses()),
                            Ruling.ALLOWED);
            case BuiltInTarget.Answering here ->
                    new OwnAnswer(handler, client, head, where.target(), here, asked);
        };
    }

    /// A request that leaves for a target out there, if no rule is against it.
    private Turn judged(RequestHead head, RequestTarget.Absolute where) {
        Target target = where.target();
        boolean accepts = !inTunnel && client.rules().use().isPresent();
        if (accepts) {
            Optional<OwnReply> accepted = Accepting.accepted(client.rules(), head, where);
            if (accepted.isPresent()) {
                return answered(head, target, accepted.get());
            }
        }
        Ruling ruling =
                (accepts ? Accepting.elsewise(target) : Optional.<Ruling>empty())
                        .orElseGet(() -> client.rules().judge(Scheme.HTTP, target, head.method()));
        if (accepts && ruling instanceof Ruling.Allowed) {
            Optional<OwnReply> page =
                    Accepting.page(client.rules(), client.rules().use().orElseThrow(), head, where);
            if (page.isPresent()) {
                return answered(head, target, page.get());
            }
        }
        return switch (ruling) {
            case Ruling.Allowed allowed ->
                    exchange(head, where, Destination.of(target, allowed.pending()), allowed);
            case Ruling.Denied(Denial denial) -> denied(head, target, denial);
        };
    }

    /// One that has come here before is told so.
    private Turn exchange(
            RequestHead head,
            RequestTarget.Absolute where,
            Destination destination,
            Ruling.Allowed allowed) {
        Trace trace = inTunnel ? Trace.NONE : client.trace(allowed.told());
        if (trace.isLoop(head.fields())) {
            client.journal().carried(ErrorReply.LOOP.status(), 0, 0);
            client.journal().ended();
            return new DeniedTurn(handler, client, head, ErrorReply.LOOP);
        }
        HeaderEdits edits = inTunnel ? HeaderEdits.NONE : client.edits(where.target().host());
        return new Exchange(handler, client, head, where, destination, allowed.way(), trace, edits);
    }

    private Turn answered(RequestHead head, Target target, OwnReply reply) {
        client.journal().answered(Kind.HTTP, target);
        return new DeniedTurn(handler, client, head, reply);
    }

    private Turn denied(RequestHead head, Target target, Denial denial) {
        var _ =
                client.journal()
                        .failed(Kind.HTTP, target, Optional.empty(), new DeniedException(denial));
        return new DeniedTurn(
                handler,
                client,
                head,
                new DenialReply(denial, client.rules().denial(), target.host().text()));
    }
}
