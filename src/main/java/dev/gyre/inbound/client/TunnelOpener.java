package dev.gyre.inbound.client;

import dev.gyre.access.limits.Admittance.Over;
import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.DeniedException;
import dev.gyre.access.rules.Ruling;
import dev.gyre.access.rules.Scheme;
import dev.gyre.egress.Egress;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Target;
import dev.gyre.observe.ExchangeRecord;
import dev.gyre.outbound.Destination;
import dev.gyre.outbound.Upstream;
import dev.gyre.rotation.Session;

import io.netty.util.concurrent.Future;

import java.util.Optional;
import java.util.function.Consumer;

/// Opens the way for a tunnel, whatever the client spoke to ask for it.
public final class TunnelOpener {

    private final ClientConnection client;
    private final ExchangeRecord.Kind kind;

    public TunnelOpener(ClientConnection client, ExchangeRecord.Kind kind) {
        this.client = client;
        this.kind = kind;
    }

    /// Whether this is a target that Gyre runs itself, with which HTTP is spoken instead of opening a tunnel.
    public boolean isBuiltIn(Target target) {
        return client.builtIn(target).isPresent();
    }

    /// Opens the way, if no rule is against it. One of the three is called on the client's event loop, unless the client is gone.
    ///
    /// @param scheme how it is asked for
    /// @param method of HTTP, empty when it has none
    /// @param up gets the way and owns it
    /// @param down gets what to tell the client
    /// @param over gets the limit that the request is over; nothing has been done for it then
    public void open(
            Scheme scheme,
            String method,
            Target target,
            Consumer<Upstream> up,
            Consumer<Refusal> down,
            Consumer<Over> over) {
        client.journal().begins(kind, "", method.isEmpty() ? "-" : method, target, "");
        switch (client.rules().judge(scheme, target, method)) {
            case Ruling.Allowed allowed -> open(allowed, target, up, down, over);
            case Ruling.Denied(Denial denial) -> {
                Failure failure =
                        client.journal()
                                .failed(
                                        kind,
                                        target,
                                        Optional.empty(),
                                        new DeniedException(denial));
                down.accept(new Refusal(failure, Optional.of(denial)));
            }
        }
    }

    /// What to tell a client that gets no way.
    ///
    /// @param denial which rule refuses it, if one does
    public record Refusal(Failure failure, Optional<Denial> denial) {}

    private void open(
            Ruling.Allowed allowed,
            Target target,
            Consumer<Upstream> up,
            Consumer<Refusal> down,
            Consumer<Over> over) {
        Optional<Over> limit = client.limits().asks(target);
        if (limit.isPresent()) {
            var _ =
                    client.journal()
                            .failed(
                                    kind,
                                    target,
                                    Optional.empty(),
                                    new FailureException(limit.get().why(), ""));
            over.accept(limit.get());
            return;
        }
        Session session = client.nextSession(target, allowed.way());
        client.dial(session, Destination.of(target, allowed.pending()), Optional.empty())
                .addListener((Future<Upstream> dialled) -> {
                    try {
                        if (dialled.isSuccess()) {
                            opened(target, dialled.getNow(), up);
                            return;
                        }
                        client.limits().passed();
                        Failure failure =
                                client.journal()
                                        .failed(kind, target, Optional.empty(), dialled.cause());
                        if (client.channel().isActive()) {
                            down.accept(new Refusal(failure, ClientRules.denial(dialled.cause())));
                        }
                    } catch (Throwable error) {
                        // No memory, say; nobody else would end what waits for this.
                        if (dialled.isSuccess()) {
                            dialled.getNow().close();
                        }
                        client.channel().pipeline().fireExceptionCaught(error);
                    }
                });
    }

    private void opened(Target target, Upstream upstream, Consumer<Upstream> up) {
        Egress egress = upstream.lease().egress();
        if (client.channel().isActive()) {
            client.journal().served(kind, target, upstream.lease());
            upstream.releaseWhenClosed();
            up.accept(upstream);
        } else {
            upstream.close();
            var _ =
                    client.journal()
                            .failed(
                                    kind,
                                    target,
                                    Optional.of(egress),
                                    new FailureException(
                                            Failure.BAD_REQUEST, "the client is gone"));
        }
    }
}
