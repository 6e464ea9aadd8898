package dev.gyre.inbound.client;

import dev.gyre.access.User;
import dev.gyre.access.Users;
import dev.gyre.access.Verdict;
import dev.gyre.access.limits.Admittance.Admitted;
import dev.gyre.access.limits.Admittance.Over;
import dev.gyre.access.limits.Limits;
import dev.gyre.access.limits.Pass;
import dev.gyre.access.limits.Place;
import dev.gyre.access.limits.Shaper;
import dev.gyre.access.rules.AcceptableUse;
import dev.gyre.access.rules.Acceptances;
import dev.gyre.access.rules.Action;
import dev.gyre.access.rules.Case;
import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.DenialSettings;
import dev.gyre.access.rules.DeniedException;
import dev.gyre.access.rules.Policy;
import dev.gyre.access.rules.Ruling;
import dev.gyre.access.rules.Scheme;
import dev.gyre.anonymity.HeaderEdits;
import dev.gyre.anonymity.Trace;
import dev.gyre.egress.Egress;
import dev.gyre.http.HeadLimits;
import dev.gyre.inbound.identity.Claim;
import dev.gyre.inbound.identity.Claims;
import dev.gyre.inbound.identity.HeaderUse;
import dev.gyre.net.Credentials;
import dev.gyre.net.Disclosure;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.net.Target;
import dev.gyre.observe.ExchangeLog;
import dev.gyre.observe.ExchangeRecord;
import dev.gyre.outbound.Destination;
import dev.gyre.outbound.DialFailure;
import dev.gyre.outbound.IdleConnections;
import dev.gyre.outbound.Upstream;
import dev.gyre.relay.Carried;
import dev.gyre.relay.TunnelLimits;
import dev.gyre.rotation.Identity;
import dev.gyre.rotation.Lease;
import dev.gyre.rotation.Session;
import dev.gyre.rotation.Wish;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// One client's connection: which session its requests belong to, and what they share. Lives on the connection's event loop.
public final class ClientConnection implements Asker {

    /// On a client's channel: the listener that it came in by.
    public static final AttributeKey<Door> DOOR =
            AttributeKey.valueOf(ClientConnection.class, "door");

    /// What the log says of a request whose session had to change its egress for it.
    private static final String MOVED = "its session moved";

    /// Of a client that says nothing of itself.
    private static final Claim NOBODY = new Claim("", Wish.NONE);

    private final Channel channel;
    private final Service service;
    private final Phases phases;
    private final Deadline deadline;
    private final Door door;
    private Peer peer;
    private Claim claim = NOBODY;
    private @Nullable RequestNote note;
    private Identity identity;
    private @Nullable Session session;
    private @Nullable Passage passage;
    private @Nullable Shaper throttle;
    private @Nullable Place place;

    /// Whether nothing that begins now would be ended.
    private boolean gone;

    public ClientConnection(Channel channel, Service service, Phases phases) {
        this.channel = channel;
        this.service = service;
        this.phases = phases;
        this.deadline =
                new Deadline(
                        channel.eventLoop(),
                        () -> channel.pipeline().fireUserEventTriggered(ClientEvent.EXPIRED));
        Door its = channel.attr(DOOR).get();
        this.door = its == null ? Door.FIRST : its;
        this.peer = Peer.of(channel);
        this.identity = identity(NOBODY);
    }

    /// Somebody else has connected for the client, and says who it is. Before anything is heard of it.
    public void comesFrom(Peer said) {
        peer = said;
        identity = identity(claim);
    }

    /// Who is at the other end.
    public Peer peer() {
        return peer;
    }

    public Channel channel() {
        return channel;
    }

    /// The target that Gyre runs itself under this name, if it does.
    public Optional<BuiltInTarget> builtIn(Target target) {
        return service.builtIn(target);
    }

    /// How the connection goes on after a dialogue.
    public Phases phases() {
        return phases;
    }

    /// How long the client may be without what has to come next.
    public Timeouts timeouts() {
        return service.timeouts();
    }

    /// How long the connection may last as a tunnel.
    public TunnelLimits tunnels() {
        return service.tunnels();
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
        return service.idle(channel.eventLoop());
    }

    /// Whether connections to targets are for every client's requests, not for this one's alone.
    public boolean sharesConnections() {
        return service.sharesIdle();
    }

    /// Reads what a client says of itself.
    public Claims claims() {
        return service.claims();
    }

    /// The client says who it is and what it wants, until it says something else.
    public void claims(Claim said) {
        if (!said.equals(claim)) {
            claim = said;
            identity = identity(said);
        }
    }

    /// The client says nothing of itself.
    public void claimsNothing() {
        claims(NOBODY);
    }

    /// The user name, without parameters, that the client says; empty when it says none.
    public String user() {
        return claim.user();
    }

    /// What is said of this proxy in messages that are passed on: as is said of the user, else of the listener, else of all.
    public Trace trace() {
        Optional<Users> all = users();
        Optional<Disclosure> its =
                all.isEmpty() ? Optional.empty() : all.get().disclosure(claim.user());
        Optional<Disclosure> said = its.isPresent() ? its : door.disclosure();
        Disclosure told = said.isPresent() ? said.get() : service.headers().disclosure();
        return told == Disclosure.ELITE
                ? Trace.NONE
                : Trace.of(told, service.headers(), peer.known());
    }

    /// What is done to the fields of messages to and from a host.
    public HeaderEdits edits(Host host) {
        return service.edits(host);
    }

    /// Those who may use the listener by which the client came in; nothing when anybody may.
    public Optional<Users> users() {
        return switch (door.users()) {
            case NONE -> Optional.empty();
            case IF_ANY -> service.users();
            // A pool file read since may name none.
            case REQUIRED -> Optional.of(service.users().orElse(Users.NOBODY));
        };
    }

    /// Whether these are a user's, as far as that is known without work.
    public boolean isLoggedIn(Credentials said) {
        return users().map(all -> service.logins().isKnown(all, said)).orElse(true);
    }

    /// Finds out whether these are a user's.
    ///
    /// @param told is told on the client's event loop, once, unless the client has gone
    public void logIn(Credentials said, Consumer<Verdict> told) {
        Optional<Users> users = users();
        if (users.isEmpty()) {
            told.accept(Verdict.KNOWN);
            return;
        }
        service.logins()
                .check(
                        users.get(),
                        address(),
                        said,
                        verdict ->
                                channel.eventLoop()
                                        .execute(() -> {
                                            if (channel.isActive()) {
                                                told.accept(byNow(verdict, said));
                                            }
                                        }));
    }

    /// Users may be others than when it was asked.
    private Verdict byNow(Verdict verdict, Credentials said) {
        return verdict == Verdict.KNOWN && !isLoggedIn(said) ? Verdict.UNKNOWN : verdict;
    }

    /// The client has come: takes one of the connections that it may have, if one is left.
    public Place.Welcome connects() {
        if (gone) {
            return Place.Welcome.CLOSED;
        }
        Place its = service.limits().connect(address());
        place = its;
        return its.welcome();
    }

    /// The connection only carries streams, which take places of their own: it gives back the one that it took.
    public void carries() {
        leave();
    }

    private void leave() {
        Place its = place;
        if (its != null) {
            its.leave().run();
            place = null;
        }
    }

    /// Whether what passes may be counted.
    public boolean isMetered() {
        return service.limits().isMetered();
    }

    /// The next request goes by this, too.
    public void throttle(Shaper shaper) {
        throttle = shaper;
    }

    /// A request is asked. Until [#passed] it is under way.
    ///
    /// @return the limit that it is over, if it is over one: then it must not be served, and is not under way
    public Optional<Over> asks(Target target) {
        Limits limits = service.limits();
        Shaper own = throttle;
        throttle = null;
        Pass pass;
        if (limits.isAny()) {
            switch (limits.admit(knownUser(), address(), target.host())) {
                case Over over -> {
                    return Optional.of(over);
                }
                case Admitted(Pass its) -> pass = its;
            }
            if (own != null) {
                pass.by(own);
            }
        } else if (own != null) {
            pass = limits.by(own);
        } else {
            return Optional.empty();
        }
        passed();
        if (gone) {
            pass.close(); // nobody would any more
        } else {
            passage = new Passage(pass);
        }
        return Optional.empty();
    }

    /// Where no user is asked for, a name is nobody's.
    private Optional<String> knownUser() {
        return users().isPresent() && !claim.user().isEmpty()
                ? Optional.of(claim.user())
                : Optional.empty();
    }

    /// What counts what passes for the request that is under way; nothing when nobody does.
    public @Nullable Passage toll() {
        Passage its = passage;
        return its != null && its.isMetered() ? its : null;
    }

    /// For how many nanoseconds nothing is read, since too much has passed.
    public long pause() {
        Passage its = passage;
        return its == null ? 0 : its.pause();
    }

    /// The request is not under way any more.
    public void passed() {
        Passage its = passage;
        if (its != null) {
            its.close();
            passage = null;
        }
    }

    /// What rules say of a request of this client, as far as it is known before its way out is.
    ///
    /// @param method of HTTP, empty when it has none
    public Ruling judge(Scheme scheme, Target target, String method) {
        throttle = null; // of a request that was judged, and not asked
        Policy policy = service.policy();
        if (!policy.judges(scheme, target.port())) {
            return Ruling.ALLOWED;
        }
        // What a client only says of itself opens nothing.
        Optional<User> user = users().flatMap(all -> all.of(claim.user()));
        Ruling ruling =
                policy.judge(
                        new Case(
                                scheme,
                                user.map(User::name).orElse(""),
                                user.map(User::groups).orElse(Set.of()),
                                address(),
                                target.host(),
                                target.port(),
                                method,
                                InstantSource.system()));
        if (ruling instanceof Ruling.Allowed(Optional<Action.Way> way, _)
                && way.isPresent()
                && way.get() instanceof Action.Throttle slow) {
            throttle(service.shaper(slow));
        }
        return ruling;
    }

    /// What clients have to accept first, if anything.
    public Optional<AcceptableUse> use() {
        return service.policy().use();
    }

    /// Whether this one has accepted it no longer than so long ago.
    public boolean hasAccepted(Duration valid) {
        return acceptances().has(asAccepting(), valid);
    }

    /// Which clients have.
    public Acceptances acceptances() {
        return service.acceptances();
    }

    /// As who it accepts: a user, where users are asked for; else whoever comes from its address.
    public String asAccepting() {
        return users().isPresent() ? "user " + claim.user() : "address " + address();
    }

    /// What those are told whom a rule refuses, beside the reason.
    public DenialSettings denial() {
        return service.policy().denial();
    }

    /// Which rule has refused a request, if one has.
    public static Optional<Denial> denial(Throwable cause) {
        return switch (cause) {
            case DeniedException denied -> Optional.of(denied.denial());
            case DialFailure dialled -> dialled.denial();
            default -> Optional.empty();
        };
    }

    /// The session of the next request, by what the client has said of itself and by the rule of rotation.
    public Session nextSession(Target target) {
        return nextSession(target, Optional.empty());
    }

    /// The same for a request that rules leave only a part of the pool.
    public Session nextSession(Target target, Optional<Action.Way> way) {
        Wish wish = way.isEmpty() ? claim.wish() : Narrowed.wish(claim.wish(), way.get());
        Session next = service.sessions().of(identity, wish, target, Optional.ofNullable(session));
        session = next;
        return next;
    }

    private Identity identity(Claim said) {
        return new Identity(address(), said.user(), door.place());
    }

    /// What the client may know of the egress that serves it; nothing, unless the operator lets clients on this machine know.
    public Optional<Revealed> revealed(Lease lease) {
        return reveals()
                .map(ids -> new Revealed(ids.tell(identity, lease.egress()), lease.sessionMoved()));
    }

    private Optional<RevealedEgresses> reveals() {
        return service.reveal().filter(_ -> peer.nearness() == Peer.Nearness.LOOPBACK);
    }

    @Override
    public Outcome treated(Target target, boolean banned, Optional<String> egressId) {
        if (egressId.isEmpty()) {
            return service.verdicts()
                    .ofSession(
                            identity, claim.wish(), Optional.ofNullable(session), target, banned);
        }
        return reveals()
                .map(ids ->
                        service.verdicts()
                                .ofRevealed(ids, identity, egressId.get(), target, banned))
                .orElse(Outcome.UNKNOWN_EGRESS);
    }

    @Override
    public boolean isOfThisMachine() {
        return peer.nearness() != Peer.Nearness.ELSEWHERE;
    }

    /// From whom the field that names a session is taken.
    public HeaderUse headerUse() {
        return service.headerUse();
    }

    /// Finds a way to a destination, for this session.
    ///
    /// @param fresh whether the connection must be a new one
    public Future<Upstream> dial(Session forWhom, Destination destination, boolean fresh) {
        Optional<Denial> refusal = blocked(destination);
        if (refusal.isPresent()) {
            return channel.eventLoop().newFailedFuture(new DeniedException(refusal.get()));
        }
        return service.dialer()
                .dial(
                        forWhom,
                        destination,
                        fresh ? Optional.empty() : idle(),
                        channel.closeFuture(),
                        channel.eventLoop());
    }

    /// What Gyre runs itself is not blocked.
    private Optional<Denial> blocked(Destination destination) {
        return destination.addresses().isEmpty()
                ? BlockedTarget.refusal(service.settings().blocking(), destination.target().host())
                : Optional.empty();
    }

    /// A request is asked, of which the log of requests is to tell, where there is one.
    ///
    /// @param method of HTTP, or `-`
    /// @param originForm path and query; empty when there is none
    public void begins(ExchangeRecord.Kind kind, String method, Target target, String originForm) {
        note =
                service.requests().settings().isOn()
                        ? note(kind, method, Optional.of(target), originForm)
                        : null;
    }

    private RequestNote note(
            ExchangeRecord.Kind kind, String method, Optional<Target> target, String originForm) {
        return new RequestNote(
                service.requests(),
                kind,
                peer.known(),
                knownUser().orElse(""),
                method,
                target,
                originForm);
    }

    /// What the log of requests is to tell of the request that is under way.
    ///
    /// @param status that the client was told; 0 when it was told none
    public void carried(int status, long sent, long received) {
        RequestNote its = note;
        if (its != null) {
            its.carried(status, sent, received);
        }
    }

    /// The request has come to its end.
    public void logged() {
        RequestNote its = note;
        if (its != null) {
            its.ended();
            note = null;
        }
    }

    /// The request has become a tunnel, and ends with it.
    public void tunnelled(Carried tunnel) {
        RequestNote its = note;
        if (its != null) {
            note = null;
            channel.closeFuture()
                    .addListener(_ -> {
                        its.carried(
                                its.kind() == ExchangeRecord.Kind.HTTP ? 101 : 200,
                                tunnel.toTarget(),
                                tunnel.toClient());
                        its.ended();
                    });
        }
    }

    /// Records that a request got to its target.
    public void served(ExchangeRecord.Kind kind, Target target, Lease lease) {
        RequestNote its = note;
        if (its != null) {
            its.by(lease.egress().toString());
        }
        if (!service.log().equals(ExchangeLog.NONE)) {
            service.log()
                    .ended(
                            new ExchangeRecord(
                                    kind,
                                    target.toString(),
                                    lease.egress().toString(),
                                    Optional.empty(),
                                    lease.sessionMoved() ? MOVED : ""));
        }
    }

    /// Records that a request was answered by a target that Gyre runs itself, and went nowhere.
    public void answered(ExchangeRecord.Kind kind, Target target) {
        logged();
        service.log().ended(new ExchangeRecord(kind, target.toString(), "", Optional.empty(), ""));
    }

    /// Records that a request did not get to its target.
    ///
    /// @param egress by which it left, where the failure does not tell that itself
    /// @return which failure to report to the client
    public Failure failed(
            ExchangeRecord.Kind kind, Target target, Optional<Egress> egress, Throwable cause) {
        Failure failure =
                cause instanceof FailureException known ? known.failure() : Failure.INTERNAL;
        if (service.requests().settings().isOn()) {
            RequestNote its = note == null ? note(kind, "-", Optional.of(target), "") : note;
            note = null;
            its.by(left(failure) ? way(egress, cause).map(Egress::toString).orElse("") : "");
            Optional<Denial> denial =
                    cause instanceof DeniedException denied
                            ? Optional.of(denied.denial())
                            : Optional.empty();
            its.failed(
                    failure,
                    denial.map(Denial::status).orElseGet(() -> service.requests().status(failure)),
                    denial.map(Denial::text).orElse(""));
        }
        service.log()
                .ended(
                        new ExchangeRecord(
                                kind,
                                target.toString(),
                                left(failure)
                                        ? way(egress, cause).map(Egress::toString).orElse("")
                                        : "",
                                Optional.of(failure),
                                cause instanceof FailureException known
                                        ? known.detail()
                                        : cause.toString()));
        return failure;
    }

    /// Records that a request was refused before it was looked at where it goes: no user's.
    public void notLoggedIn(ExchangeRecord.Kind kind, Failure failure) {
        if (service.requests().settings().isOn()) {
            new RequestNote(service.requests(), kind, peer.known(), "", "-", Optional.empty(), "")
                    .failed(failure, service.requests().status(failure), "");
        }
        service.log().ended(new ExchangeRecord(kind, "-", "", Optional.of(failure), ""));
    }

    /// By which egress this very request left: its session may have another by now.
    private static Optional<Egress> way(Optional<Egress> egress, Throwable cause) {
        return cause instanceof DialFailure dialled ? dialled.egress() : egress;
    }

    /// Whether something may have left for a target.
    private static boolean left(Failure failure) {
        return failure.fault() != Failure.Fault.PROXY
                && failure != Failure.TARGET_PROHIBITED
                && failure != Failure.DENIED;
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
        gone = true;
        // It has left before its time.
        logged();
        passed();
        leave();
        if (session != null) {
            service.sessions().connectionEnded(session);
        }
    }

    private InetAddress address() {
        return peer.address();
    }
}
