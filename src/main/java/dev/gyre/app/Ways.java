package dev.gyre.app;

import dev.gyre.access.OwnListeners;
import dev.gyre.access.TargetGuard;
import dev.gyre.config.PoolFile;
import dev.gyre.config.Upkeep.Drain;
import dev.gyre.dns.AddressRule;
import dev.gyre.dns.NameService;
import dev.gyre.dns.NettyResolver;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Hop;
import dev.gyre.egress.Interfaces;
import dev.gyre.egress.PoolKey;
import dev.gyre.egress.Supply;
import dev.gyre.health.Health;
import dev.gyre.health.HealthCounts;
import dev.gyre.net.Host;
import dev.gyre.net.Site;
import dev.gyre.outbound.Allowance;
import dev.gyre.outbound.ConnectTimes;
import dev.gyre.outbound.Connector;
import dev.gyre.outbound.DialCounts;
import dev.gyre.outbound.Dialer;
import dev.gyre.outbound.HopTls;
import dev.gyre.outbound.OpenWays;
import dev.gyre.rotation.RotationCounts;
import dev.gyre.rotation.Rotator;
import dev.gyre.rotation.Secret;
import dev.gyre.rotation.Sessions;
import dev.gyre.rotation.Unpredictable;

import io.netty.handler.ssl.SslContext;

import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;

/// The ways out of a pool file and the rules by which they are taken, whether a proxy runs on them or a person asks about them.
///
/// @param pool what the entries of the file come to on this machine
/// @param connector opens one connection
/// @param secret by which names become egresses, and egresses names
/// @param sessions which requests belong together
/// @param health what is learned of egresses
/// @param rotator chooses among them
/// @param own the listeners of this proxy, which are no targets; none yet
/// @param dialer opens connections
/// @param names answers those who ask for names by DNS
record Ways(
        EgressPool pool,
        Connector connector,
        Secret secret,
        Sessions sessions,
        Health health,
        Rotator rotator,
        OwnListeners own,
        Dialer dialer,
        TargetGuard guard,
        OpenWays open,
        NameService names) {

    /// @param supply what the entries stand for; that may be nothing yet
    /// @param trust whom https hops' certificates must come from
    /// @param capacity how many connections there may be
    /// @param watcher is told what rotation could not keep, and what became of egresses, in words; and how often it has come about
    static Ways of(
            PoolFile file,
            Supply supply,
            SslContext trust,
            Capacity capacity,
            ObjLongConsumer<String> watcher) {
        Secret secret = file.rotation().sessions().secret().orElseGet(Secret::random);
        EgressPool pool = EgressPool.of(file.egress(), supply, key(secret));
        // Not on an event loop for the first time: a status, or a client, may set an egress aside
        // for a site at any time.
        Site.load();
        Thread.ofVirtual().name("hashing").start(pool::prepareHashing);
        RotationCounts counts =
                new RotationCounts((event, times) -> watcher.accept(event.text(), times));
        Health health =
                new Health(
                        file.health(),
                        Unpredictable::current,
                        System::nanoTime,
                        new HealthCounts((event, times) -> watcher.accept(event.text(), times)));
        OwnListeners own = new OwnListeners();
        TargetGuard guard = new TargetGuard(file.targets(), Interfaces.own());
        OpenWays open = new OpenWays(file.upkeep().drain() == Drain.NOW);
        Rotator rotator =
                new Rotator(
                        pool,
                        file.rotation(),
                        counts,
                        health,
                        Unpredictable::current,
                        System::nanoTime);
        HopTls tls = new HopTls(trust);
        prepare(tls, file);
        NettyResolver resolver = new NettyResolver(file.dns(), trust, capacity.lines());
        Connector connector =
                new Connector(
                        resolver,
                        guard,
                        own,
                        tls,
                        source -> rotator.pool().bindsFreely(source),
                        new Allowance(capacity.beside()),
                        new ConnectTimes(file.outbound().connect(), file.outbound().handshake()));
        return new Ways(
                pool,
                connector,
                secret,
                new Sessions(file.rotation(), secret, counts, System::nanoTime),
                health,
                rotator,
                own,
                new Dialer(
                        rotator,
                        connector,
                        health,
                        file.outbound(),
                        new Allowance(file.outbound().waiting()),
                        new DialCounts((event, times) -> watcher.accept(event.text(), times)),
                        open),
                guard,
                open,
                NameService.of(resolver, learns(resolver, guard)));
    }

    /// Which addresses those may learn who ask for names: those that they may connect to, what the operator says himself, and that
    /// `localhost` is this machine.
    private static AddressRule learns(NettyResolver resolver, TargetGuard guard) {
        return (name, address) ->
                guard.allows(address)
                        || !resolver.fixed(new Host.Name(name)).isEmpty()
                        || (address.isLoopbackAddress()
                                && (name.equals("localhost") || name.endsWith(".localhost")));
    }

    /// Goes by the settings of another file, and by a pool, from now on. Takes no time to speak of.
    ///
    /// @param swap has the rotator go by the pool
    void use(PoolFile next, EgressPool now, Runnable swap) {
        guard.use(next.targets(), Interfaces.own());
        connector.times().use(next.outbound());
        rotator.use(next.rotation());
        dialer.use(next.outbound());
        swap.run();
        health.use(next.health(), now);
        sessions.use(next.rotation());
    }

    /// By which prefixes are ordered and the sessions of gateways named, as long as the secret is the same.
    static PoolKey key(Secret secret) {
        return PoolKey.of(secret.digest("pool"));
    }

    /// Has all that https hops' certificates are checked by made, off the event loops.
    static void prepare(HopTls tls, PoolFile file) {
        Thread.ofVirtual().name("trust").start(() -> hops(file).forEach(tls::prepare));
    }

    private static Stream<Hop> hops(PoolFile file) {
        return file.egress().stream()
                .flatMap(entry ->
                        switch (entry) {
                            case EgressEntry.Through through -> through.hops().stream();
                            case EgressEntry.Gateway gateway -> Stream.of(gateway.template().hop());
                            case EgressEntry.Interface _,
                                    EgressEntry.Source _,
                                    EgressEntry.Prefix _,
                                    EgressEntry.Tor _,
                                    EgressEntry.Listing _ ->
                                    Stream.empty();
                        });
    }
}
