package dev.gyre.outbound;

import dev.gyre.egress.Reach;
import dev.gyre.health.Health;
import dev.gyre.net.Addresses;
import dev.gyre.net.Failure;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;
import dev.gyre.rotation.Explanation;
import dev.gyre.rotation.Lease;
import dev.gyre.rotation.Rotator;
import dev.gyre.rotation.Session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Finds a way to a target: takes leases, one after the other, until a connection is up or none may be tried any more.
///
/// A name's addresses are not known before an egress has been chosen to ask by. So the first lease is for every kind of address
/// that the name may have; when the answer shows that this egress can get to none of them, the next is for the kinds that the
/// name does have. Such a step is no attempt, and each leaves fewer kinds, so that they come to an end.
///
/// When all that could serve has as much under way as it may, the request waits for a place: see [PlaceInLine]. When a connection
/// is slow, another one may be begun beside it: see [Race].
public final class Dialer {

    private final Rotator rotator;
    private final Connector connector;
    private final Health health;
    private final DialCounts counts;
    private final HedgeBudget budget = new HedgeBudget();

    private volatile OutboundSettings settings;

    private final Allowance waiting;
    private final OpenWays open;
    private final Reach names;

    /// @param health tells when an egress that was full has a place
    /// @param waiting how many requests may wait for their connection at a time
    /// @param open learns what is open by each egress
    public Dialer(
            Rotator rotator,
            Connector connector,
            Health health,
            OutboundSettings settings,
            Allowance waiting,
            DialCounts counts,
            OpenWays open) {
        this.rotator = rotator;
        this.connector = connector;
        this.health = health;
        this.counts = counts;
        this.settings = settings;
        this.waiting = waiting;
        this.open = open;
        this.names = names(connector);
    }

    /// Goes by these settings from now on, as far as they are about how many egresses are tried, and when, and how many wait.
    public void use(OutboundSettings next) {
        settings = next;
        waiting.most(next.waiting());
    }

    /// Opens or takes a connection.
    ///
    /// @param idle connections that may be taken instead of a new one
    /// @param gone done, on the loop, when the client is gone: it waits for no place then
    /// @param loop the client's own, and the calling thread's
    /// @return fails with a [DialFailure], or with an error of the machine
    public Future<Upstream> dial(
            Session session,
            Destination destination,
            Optional<IdleConnections> idle,
            Future<?> gone,
            EventLoop loop) {
        Promise<Upstream> result = loop.newPromise();
        if (isRefused(destination)) {
            // Judged before a way is looked for: that there is none tells less than that it is
            // refused.
            return result.setFailure(
                    new DialFailure(Failure.TARGET_PROHIBITED, destination.target().toString()));
        }
        if (!waiting.take()) {
            return result.setFailure(new DialFailure(Failure.OVERLOADED, "too many requests wait"));
        }
        result.addListener(_ -> waiting.giveBack());
        new Dial(this, session, destination, idle, gone, loop, result).next();
        return result;
    }

    /// By which egress this session would get to a target, and why; takes it as a request would. A name is not looked up: the
    /// egress is the one that would be asked to.
    ///
    /// @return nothing when the target is refused by the target guard
    public Optional<Explanation> explain(Session session, Destination destination) {
        return isRefused(destination)
                ? Optional.empty()
                : Optional.of(rotator.explain(session, wanted(destination), destination.target()));
    }

    /// Whether the operator has set the addresses of this host.
    boolean isFixed(Host host) {
        return host instanceof Host.Name name && !connector.resolver().fixed(name).isEmpty();
    }

    private boolean isRefused(Destination destination) {
        return !destination.isOurs() && connector.refuses(destination.target().host());
    }

    /// What an egress must be able to get to: of a name, what it may turn out to be; where the pool file says that, just that.
    Reach wanted(Destination destination) {
        List<InetAddress> fixed =
                destination.target().host() instanceof Host.Name name && !destination.isOurs()
                        ? connector.resolver().fixed(name)
                        : List.of();
        return fixed.isEmpty() ? destination.wanted(names) : Reach.kindsOf(fixed);
    }

    /// Which kinds of addresses a name may turn out to have: those of the sources that can ask a name server.
    private static Reach names(Connector connector) {
        Reach kinds = Reach.NAME;
        for (String source : new String[] {"127.0.0.1", "192.0.2.1", "::1", "2001:db8::1"}) {
            InetAddress address = Addresses.parse(source).orElseThrow();
            if (connector.resolver().canAsk(address)) {
                kinds = kinds.plus(Reach.kindOf(address));
            }
        }
        return kinds;
    }

    Rotator rotator() {
        return rotator;
    }

    Connector connector() {
        return connector;
    }

    Health health() {
        return health;
    }

    DialCounts counts() {
        return counts;
    }

    /// How many egresses are tried for a request.
    int attempts() {
        return settings.attempts();
    }

    /// After how long a connection is slow.
    Optional<Duration> hedge() {
        return settings.hedge();
    }

    HedgeBudget budget() {
        return budget;
    }

    /// What is open by each egress.
    OpenWays open() {
        return open;
    }

    /// Which kinds of addresses a name may turn out to have.
    Reach names() {
        return names;
    }

    /// Who may use again what comes of a lease.
    Isolation isolation(Lease lease) {
        // All sessions may share what is kept for an egress.
        return settings.reuse() == OutboundSettings.Reuse.EGRESS
                ? Isolation.SHARED
                : lease.isolation();
    }
}
