package dev.gyre.inbound.http;

import dev.gyre.access.limits.Admittance.Over;
import dev.gyre.access.rules.Action;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.net.Disclosure;
import dev.gyre.net.Target;
import dev.gyre.outbound.Destination;
import dev.gyre.outbound.Upstream;
import dev.gyre.rotation.Session;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Finds the way for one [Exchange], if that is within its client's limits.
///
/// On the client's event loop.
final class Dialling implements FutureListener<Upstream> {

    private final Exchange exchange;
    private final ClientConnection client;
    private final Target asked;
    private final Destination destination;
    private final Optional<Action.Way> way;

    /// Nothing until it is known to be within the limits.
    private @Nullable Session session;

    /// @param asked the target that the client names
    /// @param destination where that is
    /// @param way the part of the pool that rules leave it
    Dialling(
            Exchange exchange,
            ClientConnection client,
            Target asked,
            Destination destination,
            Optional<Action.Way> way) {
        this.exchange = exchange;
        this.client = client;
        this.asked = asked;
        this.destination = destination;
        this.way = way;
    }

    /// Where it leads.
    Target target() {
        return destination.target();
    }

    /// Begins, or begins again by the same session. The exchange is told what comes of it.
    ///
    /// @param told if an open connection will do: how much its target may have been told on it; nothing when it must be a new one
    void begin(Optional<Disclosure> told) {
        client.deadline().clear();
        Session its = session == null ? admitted() : session;
        if (its != null) {
            client.dial(its, destination, told).addListener(this);
        }
    }

    /// Its session, if it is within the limits.
    private @Nullable Session admitted() {
        Optional<Over> limit = client.limits().asks(asked);
        if (limit.isPresent()) {
            exchange.notAdmitted(limit.get());
            return null;
        }
        exchange.admitted();
        session = client.nextSession(asked, way);
        return session;
    }

    @Override
    public void operationComplete(Future<Upstream> dialled) {
        try {
            if (dialled.isSuccess()) {
                exchange.opened(dialled.getNow());
            } else {
                exchange.notOpened(dialled.cause());
            }
        } catch (Throwable error) {
            // No memory, say; nobody else would end what waits for this.
            client.channel().pipeline().fireExceptionCaught(error);
        }
    }
}
