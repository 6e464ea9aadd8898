package dev.gyre.inbound.client;

import dev.gyre.egress.Egress;
import dev.gyre.http.HeadLimits;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Target;
import dev.gyre.observe.ExchangeLog;
import dev.gyre.observe.ExchangeRecord;
import dev.gyre.outbound.Destination;
import dev.gyre.outbound.IdleConnections;
import dev.gyre.outbound.Upstream;
import dev.gyre.rotation.Session;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// One client's connection: which session its requests belong to, and what they share. Lives on the connection's event loop.
public final class ClientConnection {

    /// How many idle connections one session keeps.
    private static final int KEPT_FOR_SESSION = 16;

    private final Channel channel;
    private final Service service;
    private final Phases phases;
    private final Optional<IdleConnections> idle;
    private final Deadline deadline;
    private @Nullable Session session;

    public ClientConnection(Channel channel, Service service, Phases phases) {
        this.channel = channel;
        this.service = service;
        this.phases = phases;
        this.deadline =
                new Deadline(
                        channel.eventLoop(),
                        () -> channel.pipeline().fireUserEventTriggered(ClientEvent.EXPIRED));
        this.idle =
                switch (service.outbound().reuse()) {
                    case NEVER -> Optional.empty();
                    case EGRESS -> Optional.of(service.sharedIdle(channel.eventLoop()));
                    case SESSION ->
                            service.rotator().sessionsLast()
                                    ? Optional.of(service.newIdle(KEPT_FOR_SESSION))
                                    : Optional.empty();
                };
    }

    public Channel channel() {
        return channel;
    }

    /// The target that Gyre runs itself.
    public Optional<BuiltInTarget> builtIn() {
        return service.builtIn();
    }

    /// How the connection goes on after a dialogue.
    public Phases phases() {
        return phases;
    }

    /// How long the client may be without what has to come next.
    public Timeouts timeouts() {
        return service.timeouts();
    }

    /// When what has to come next is overdue: [ClientEvent#EXPIRED] tells.
    public Deadline deadline() {
        return deadline;
    }

    /// How large the heads of messages may be, in both directions.
    public HeadLimits heads() {
        return service.heads();
    }

    /// Whether the proxy is to stop, so that this request is the client's last.
    public boolean isStopping() {
        return service.isStopping();
    }

    /// The idle connections that requests of this client may use, and may leave theirs in.
    public Optional<IdleConnections> idle() {
        return idle;
    }

    /// Whether connections to targets are for every client's requests, not for this one's alone.
    public boolean sharesConnections() {
        return service.sharesIdle();
    }

    /// Begins the session of the next request: its own, or the one that lasts as long as this connection.
    public Session nextSession() {
        Session before = session;
        Session next =
                before == null
                        ? service.rotator().begin(address())
                        : service.rotator().follow(before);
        session = next;
        return next;
    }

    /// Finds a way to a destination, for this session.
    ///
    /// @param fresh whether the connection must be a new one
    public Future<Upstream> dial(Session forWhom, Destination destination, boolean fresh) {
        return service.dialer()
                .dial(forWhom, destination, fresh ? Optional.empty() : idle, channel.eventLoop());
    }

    /// Records that a request got to its target.
    public void served(ExchangeRecord.Kind kind, Target target, Egress egress) {
        if (!service.log().equals(ExchangeLog.NONE)) {
            service.log()
                    .ended(
                            new ExchangeRecord(
                                    kind,
                                    target.toString(),
                                    egress.toString(),
                                    Optional.empty(),
                                    ""));
        }
    }

    /// Records that a request did not get to its target.
    ///
    /// @return which failure to report to the client
    public Failure failed(
            ExchangeRecord.Kind kind, Target target, Optional<Egress> egress, Throwable cause) {
        Failure failure =
                cause instanceof FailureException known ? known.failure() : Failure.INTERNAL;
        service.log()
                .ended(
                        new ExchangeRecord(
                                kind,
                                target.toString(),
                                egress.map(Egress::toString).orElse(""),
                                Optional.of(failure),
                                cause instanceof FailureException known
                                        ? known.detail()
                                        : cause.toString()));
        return failure;
    }

    /// Closes the connection for an error of it, or of one that serves it.
    public void broken(Throwable cause) {
        noteDefect(cause);
        channel.close();
    }

    /// Tells the operator of an error that no network makes.
    public void noteDefect(Throwable cause) {
        service.defects().ends(cause);
    }

    /// Ends what belongs to this connection alone.
    public void ended() {
        deadline.end();
        if (!service.sharesIdle()) {
            idle.ifPresent(IdleConnections::close);
        }
    }

    private InetAddress address() {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
