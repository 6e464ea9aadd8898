package dev.gyre.inbound.client;

import dev.gyre.access.rules.Action;
import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.DeniedException;
import dev.gyre.anonymity.HeaderEdits;
import dev.gyre.anonymity.Trace;
import dev.gyre.http.HeadLimits;
import dev.gyre.inbound.identity.Claims;
import dev.gyre.inbound.identity.HeaderUse;
import dev.gyre.net.Disclosure;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.net.OwnNames;
import dev.gyre.net.Target;
import dev.gyre.outbound.Destination;
import dev.gyre.outbound.IdleConnections;
import dev.gyre.outbound.Upstream;
import dev.gyre.relay.TunnelLimits;
import dev.gyre.rotation.Lease;
import dev.gyre.rotation.Session;
import dev.gyre.rotation.Wish;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// One client's connection: which session its requests belong to, and what they share. Lives on the connection's event loop.
///
/// Who the client is, for what it may use the proxy and how much, and what is recorded of that, are parts of their own.
public final class ClientConnection implements Asker {

    /// On a client's channel: the listener that it came in by.
    public static final AttributeKey<Door> DOOR =
            AttributeKey.valueOf(ClientConnection.class, "door");

    private final Channel channel;
    private final Service service;
    private final Phases phases;
    private final Deadline deadline;
    private final Principal principal;
    private final ClientLimits limits;
    private final ClientRules rules;
    private final Journal journal;
    private @Nullable Session session;

    public ClientConnection(Channel channel, Service service, Phases phases) {
        this.channel = channel;
        this.service = service;
        this.phases = phases;
        this.deadline =
                new Deadline(
                        channel.eventLoop(),
                        () -> channel.pipeline().fireUserEventTriggered(ClientEvent.EXPIRED));
        Door door = channel.attr(DOOR).get();
        this.principal = new Principal(channel, service, door == null ? Door.FIRST : door);
        this.limits = new ClientLimits(service, principal);
        this.rules = new ClientRules(service, principal, limits);
        this.journal = new Journal(service, principal, channel.closeFuture());
    }

    /// The version of HTTP that the client speaks, as log files spell it.
    public String protocol(int minorVersion) {
        if (channel instanceof Http2StreamChannel) {
            return "HTTP/2.0";
        }
        return minorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1";
    }

    public Channel channel() {
        return channel;
    }

    /// How the connection goes on after a dialogue.
    public Phases phases() {
        return phases;
    }

    /// When what has to come next is overdue: [ClientEvent#EXPIRED] tells.
    public Deadline deadline() {
        return deadline;
    }

    /// Who the client is.
    public Principal principal() {
        return principal;
    }

    /// How much it takes.
    public ClientLimits limits() {
        return limits;
    }

    /// For what it may use the proxy.
    public ClientRules rules() {
        return rules;
    }

    /// What is recorded of its requests.
    public Journal journal() {
        return journal;
    }

    // --- what holds for all clients

    /// The target that Gyre runs itself under this name, if it does.
    public Optional<BuiltInTarget> builtIn(Target target) {
        return service.builtIn(target);
    }

    /// How long the client may be without what has to come next.
    public Timeouts timeouts() {
        return service.timeouts();
    }

    /// How long the connection may last as a tunnel.
    public TunnelLimits tunnels() {
        return service.tunnels();
    }

    /// How large the heads of messages may be, in both directions.
    public HeadLimits heads() {
        return service.heads();
    }

    /// Whether the proxy is to stop, so that this request is the client's last.
    public boolean isStopping() {
        return service.isStopping();
    }

    /// Reads what a client says of itself.
    public Claims claims() {
        return service.claims();
    }

    /// From whom the field that names a session is taken.
    public HeaderUse headerUse() {
        return service.headerUse();
    }

    /// What is done to the fields of messages to and from a host.
    public HeaderEdits edits(Host host) {
        return service.edits(host);
    }

    /// Whether connections to targets are for every client's requests, not for this one's alone.
    public boolean sharesConnections() {
        return service.sharesIdle();
    }

    /// The idle connections that requests of this client may use, and may leave theirs in.
    ///
    /// @param told how much targets have been told on them
    public Optional<IdleConnections> idle(Disclosure told) {
        return service.idle(channel.eventLoop(), told);
    }

    // --- its requests

    /// What is said of this proxy in messages that are passed on: as a rule says, else as is said of the user, of the listener, of all.
    ///
    /// @param byRule what the rule says that decides on the request, if it says that
    public Trace trace(Optional<Disclosure> byRule) {
        Optional<Disclosure> said = byRule.isPresent() ? byRule : principal.disclosure();
        Disclosure told = said.isPresent() ? said.get() : service.headers().disclosure();
        if (told == Disclosure.ELITE) {
            return Trace.NONE;
        }
        Trace trace = Trace.of(told, service.headers(), principal.peer().known());
        return channel instanceof Http2StreamChannel ? trace.overHttp2() : trace;
    }

    /// The session of the next request, by what the client has said of itself and by the rule of rotation.
    ///
    /// @param way the part of the pool that rules leave the request
    public Session nextSession(Target target, Optional<Action.Way> way) {
        Wish said = principal.wish();
        Wish wish = way.isEmpty() ? said : Narrowed.wish(said, way.get());
        Session next =
                service.sessions()
                        .of(principal.identity(), wish, target, Optional.ofNullable(session));
        session = next;
        return next;
    }

    /// Finds a way to a destination, for this session.
    ///
    /// @param told if an open connection will do: how much its target may have been told on it; nothing when it must be a new one
    public Future<Upstream> dial(
            Session forWhom, Destination destination, Optional<Disclosure> told) {
        Optional<Denial> refusal = rules.blocked(destination);
        if (refusal.isPresent()) {
            return channel.eventLoop().newFailedFuture(new DeniedException(refusal.get()));
        }
        if (destination.target().host().equals(OwnNames.ACCEPT)) {
            return insteadOf(forWhom, destination);
        }
        return service.dialer()
                .dial(
                        forWhom,
                        destination,
                        told.flatMap(this::idle),
                        channel.closeFuture(),
                        channel.eventLoop());
    }

    /// Does what is done for any name that there isn't, so that not even the time it takes tells of a name of ours. No name server or
    /// hop hears of it: another name is asked for.
    private Future<Upstream> insteadOf(Session forWhom, Destination ours) {
        Promise<Upstream> none = channel.eventLoop().newPromise();
        service.dialer()
                .dial(
                        forWhom,
                        Destination.of(new Target(OwnNames.nobodys(), ours.target().port())),
                        Optional.empty(),
                        channel.closeFuture(),
                        channel.eventLoop())
                .addListener((Future<Upstream> dialled) -> {
                    if (dialled.isSuccess()) {
                        dialled.getNow().close();
                        none.setFailure(new FailureException(Failure.NAME_NOT_FOUND, ""));
                    } else {
                        none.setFailure(dialled.cause());
                    }
                });
        return none;
    }

    /// What the client may know of the egress that serves it; nothing, unless the operator lets clients on this machine know.
    public Optional<Revealed> revealed(Lease lease) {
        return reveals()
                .map(ids ->
                        new Revealed(
                                ids.tell(principal.identity(), lease.egress()),
                                lease.sessionMoved()));
    }

    private Optional<RevealedEgresses> reveals() {
        return service.reveal().filter(_ -> principal.peer().nearness() == Peer.Nearness.LOOPBACK);
    }

    @Override
    public Outcome treated(Target target, boolean banned, Optional<String> egressId) {
        if (egressId.isEmpty()) {
            return service.verdicts()
                    .ofSession(
                            principal.identity(),
                            principal.wish(),
                            Optional.ofNullable(session),
                            target,
                            banned);
        }
        return reveals()
                .map(ids ->
                        service.verdicts()
                                .ofRevealed(
                                        ids, principal.identity(), egressId.get(), target, banned))
                .orElse(Outcome.UNKNOWN_EGRESS);
    }

    @Override
    public boolean isOfThisMachine() {
        return principal.peer().nearness() != Peer.Nearness.ELSEWHERE;
    }

    // --- its end

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
        journal.ended();
        limits.end();
        if (session != null) {
            service.sessions().connectionEnded(session);
        }
    }
}
