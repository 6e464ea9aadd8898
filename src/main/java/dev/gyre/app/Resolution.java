package dev.gyre.app;

import dev.gyre.config.PoolFile;
import dev.gyre.dns.DnsSettings;
import dev.gyre.dns.NettyResolver;
import dev.gyre.dns.RecordType;
import dev.gyre.dns.Route;
import dev.gyre.dns.Step;
import dev.gyre.dns.Told;
import dev.gyre.egress.Egress;
import dev.gyre.judge.Judge;
import dev.gyre.net.Addresses;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;
import dev.gyre.net.Target;
import dev.gyre.observe.Notices;
import dev.gyre.outbound.Destination;
import dev.gyre.probe.Sample;
import dev.gyre.rotation.EgressIds;
import dev.gyre.rotation.Identity;
import dev.gyre.rotation.Lease;
import dev.gyre.rotation.Session;
import dev.gyre.rotation.Unpredictable;
import dev.gyre.rotation.Wish;

import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/// Looks a name up as a request would, by the way of one egress, and tells how. Nothing listens, and nothing is kept.
///
/// **Threads:** not on an event loop: it waits.
public final class Resolution implements AutoCloseable {

    private static final int MOST_OF_A_RANGE = 65_536;
    private static final long PATIENCE_SECONDS = 60;
    private static final long STOP_SECONDS = 5;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Ways ways;
    private final EgressIds ids;
    private final NettyResolver resolver;
    private final Transport transport;

    private Resolution(Ways ways, NettyResolver resolver, Transport transport) {
        this.ways = ways;
        this.ids = new EgressIds(ways.secret());
        this.resolver = resolver;
        this.transport = transport;
    }

    /// @param dnssec whether signatures are checked even if the pool file does not want it
    /// @throws IOException when this machine's trust, or the map of countries, can't be read
    /// @throws NoEgressException when the pool is empty
    public static Resolution of(PoolFile file, boolean dnssec)
            throws IOException, NoEgressException {
        SslContext trust = ProxyServer.systemTrust();
        Ways ways =
                Ways.of(
                        file,
                        Supplies.of(file, Notices.NONE),
                        trust,
                        Capacity.of(0, 0),
                        (_, _) -> {});
        if (ways.pool().size().signum() == 0) {
            throw new NoEgressException();
        }
        DnsSettings settings =
                dnssec && file.dns().dnssec() == DnsSettings.Dnssec.OFF
                        ? file.dns().withDnssec(DnsSettings.Dnssec.VALIDATE)
                        : file.dns();
        return new Resolution(
                ways,
                new NettyResolver(settings, trust),
                Transport.open(Notices.NONE, Optional.empty()));
    }

    /// What came of it.
    ///
    /// @param egress as in the pool file
    /// @param id the egress's name
    /// @param nobody why nobody is asked from here; empty when somebody is
    /// @param lookups one for each type of records
    public record Resolved(
            String egress, String id, Optional<String> nobody, List<LookedUp> lookups) {
        public Resolved {
            lookups = List.copyOf(lookups);
        }

        /// Whether there was an answer to each question.
        public boolean isWell() {
            return lookups.stream().allMatch(each -> each.answer().isPresent());
        }
    }

    /// One question.
    ///
    /// @param steps what was done, in order
    /// @param answer nothing when there is none
    /// @param failure why there is no answer; empty when there is one
    public record LookedUp(String type, List<Step> steps, Optional<Told> answer, String failure) {
        public LookedUp {
            steps = List.copyOf(steps);
        }
    }

    /// The egress by which a request for this name would leave.
    ///
    /// @return nothing when there is none now
    public Optional<Egress> pick(Host.Name name) {
        Target target = new Target(name, HTTPS);
        Identity nobody = new Identity(InetAddress.ofLiteral("127.0.0.1"), "", 0);
        Session session = ways.sessions().of(nobody, Wish.NONE, target, Optional.empty());
        return ways.dialer()
                .explain(session, Destination.of(target))
                .flatMap(each ->
                        each.outcome() instanceof Lease lease
                                ? Optional.of(taken(lease))
                                : Optional.empty());
    }

    private static Egress taken(Lease lease) {
        lease.connected(0);
        lease.released();
        return lease.egress();
    }

    /// An egress of the pool.
    ///
    /// @param text the number of its entry, as `gyre explain` counts them, for the first of that entry; or the egress as it is
    ///     written there; or its name, which is the same in each run when the pool file has a `secret`
    /// @return nothing when there is none; of a range of more than 65,536 addresses not all names are tried
    public Optional<Egress> find(String text) {
        if (text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return text.isEmpty() ? Optional.empty() : ofEntry(Integer.parseInt(text) - 1);
        }
        return Addresses.parse(text)
                .<Egress>map(Egress.Direct::new)
                .filter(ways.pool()::contains)
                .or(() ->
                        Sample.of(ways.pool(), MOST_OF_A_RANGE, Unpredictable.current()).stream()
                                .filter(egress ->
                                        egress.toString().equals(text)
                                                || ids.of(egress).equals(text))
                                .findFirst());
    }

    private Optional<Egress> ofEntry(int entry) {
        return ways.pool().parts().stream()
                .map(part -> part.first())
                .filter(egress -> ways.pool().entry(egress) == entry)
                .findFirst();
    }

    /// Whether there is such a type of records, as in `MX`, in any case.
    public static boolean canAskFor(String type) {
        return RecordType.isKnown(type);
    }

    /// Looks up.
    ///
    /// @param type of the records, one that [#canAskFor]; nothing: addresses, of the kinds that the egress can use
    /// @param through whether to ask through a chain whose last hop would look the name up itself
    public Resolved resolve(Host.Name name, Optional<String> type, Egress egress, boolean through)
            throws InterruptedException {
        Optional<String> nobody = nobody(name, egress, through);
        List<LookedUp> lookups = new ArrayList<>();
        if (nobody.isEmpty()) {
            Route route = ways.connector().route(egress, Isolation.NOTHING_KEPT);
            for (String each : type.map(List::of).orElseGet(() -> types(egress))) {
                lookups.add(lookUp(name, each, route));
            }
        }
        return new Resolved(egress.toString(), ids.of(egress), nobody, lookups);
    }

    private Optional<String> nobody(Host.Name name, Egress egress, boolean through) {
        if (Judge.destination(new Target(name, HTTP)).isPresent()) {
            return Optional.of("the proxy answers for this name itself");
        }
        // A fixed answer is for hops, too: they are told the address.
        boolean handsOn =
                egress instanceof Egress.Chain chain
                        && chain.last().resolvesNames()
                        && resolver.fixed(name).isEmpty();
        return handsOn && !through
                ? Optional.of("the name goes to the last hop, which looks it up itself")
                : Optional.empty();
    }

    private LookedUp lookUp(Host.Name name, String type, Route route) throws InterruptedException {
        EventLoop loop = transport.loops().next();
        Queue<Step> steps = new ConcurrentLinkedQueue<>();
        Future<Told> told = resolver.tell(name, type, route, loop, steps::add);
        boolean over = told.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (over && told.isSuccess()) {
            return new LookedUp(type, List.copyOf(steps), Optional.of(told.getNow()), "");
        }
        String why = over ? String.valueOf(told.cause().getMessage()) : "no end to it";
        return new LookedUp(type, List.copyOf(steps), Optional.empty(), why);
    }

    private static List<String> types(Egress egress) {
        return switch (egress) {
            case Egress.Direct(Inet4Address _) -> List.of("A");
            case Egress.Direct _ -> List.of("AAAA");
            case Egress.Chain _ -> List.of("A", "AAAA");
        };
    }

    @Override
    public void close() {
        transport
                .loops()
                .shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
