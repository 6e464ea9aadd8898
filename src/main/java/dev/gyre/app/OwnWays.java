package dev.gyre.app;

import dev.gyre.access.OwnListeners;
import dev.gyre.access.TargetGuard;
import dev.gyre.access.TargetSettings;
import dev.gyre.config.PoolFile;
import dev.gyre.dns.NettyResolver;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Interfaces;
import dev.gyre.fetch.FetchUrl;
import dev.gyre.fetch.Fetcher;
import dev.gyre.judge.Judge;
import dev.gyre.net.Cidr;
import dev.gyre.net.Host;
import dev.gyre.outbound.Allowance;
import dev.gyre.outbound.ConnectTimes;
import dev.gyre.outbound.Connector;
import dev.gyre.outbound.HopTls;
import dev.gyre.probe.Lessons;
import dev.gyre.probe.Probe;
import dev.gyre.probe.ProbeTarget;
import dev.gyre.probe.Prober;
import dev.gyre.rotation.Unpredictable;

import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// How requests of the proxy's own leave, and what they are sent for.
final class OwnWays {

    /// How long one probe may take.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// How many connections it may keep to name servers, and try beside another one: few are open at a time.
    private static final int FEW = 16;

    private OwnWays() {}

    /// The built-in judge as a target of probes.
    static ProbeTarget target(Judge judge) {
        return ProbeTarget.judge(judge.destination(), Interfaces.own());
    }

    /// Probes, if the pool file wants them.
    ///
    /// @param pool whose egresses they try
    /// @param trust whom https hops and targets must have their certificates from
    static Optional<Prober> prober(
            PoolFile file,
            EgressPool pool,
            Ways ways,
            Judge judge,
            SslContext trust,
            EventLoopGroup loops) {
        return file.probes()
                .map(settings ->
                        new Prober(
                                settings,
                                probe(
                                        file,
                                        settings.target()
                                                .flatMap(FetchUrl::parse)
                                                .map(ProbeTarget::page)
                                                .orElseGet(() -> target(judge)),
                                        trust,
                                        ways.own(),
                                        source -> ways.rotator().pool().bindsFreely(source),
                                        settings.expect(),
                                        PATIENCE),
                                Lessons.of(ways.health()),
                                pool,
                                Unpredictable::current,
                                loops));
    }

    /// A probe by the rules of a pool file. Where the target is an address, it may be gone to, whatever the target guard says: the
    /// operator has named it.
    ///
    /// @param trust whom https hops and targets must have their certificates from
    /// @param own where the proxy listens
    /// @param timeout for one egress
    static Probe probe(
            PoolFile file,
            ProbeTarget target,
            SslContext trust,
            OwnListeners own,
            Predicate<InetAddress> freely,
            int expect,
            Duration timeout) {
        List<Cidr> allowed = new ArrayList<>(file.targets().allow());
        if (target.url().target().host() instanceof Host.Address(InetAddress address)) {
            allowed.add(new Cidr(address, address.getAddress().length * Byte.SIZE));
        }
        Connector connector = connector(file, allowed, own, trust, freely);
        return new Probe(new Fetcher(connector, trust), target, expect, timeout, Interfaces.own());
    }

    /// Opens connections by the rules of a pool file.
    ///
    /// @param allowed exceptions from the target guard
    /// @param own where the proxy listens
    /// @param trust whom https hops must have their certificates from
    /// @param freely which sources are bound even when no interface has them
    static Connector connector(
            PoolFile file,
            List<Cidr> allowed,
            OwnListeners own,
            SslContext trust,
            Predicate<InetAddress> freely) {
        return new Connector(
                new NettyResolver(file.dns(), trust, FEW),
                new TargetGuard(new TargetSettings(allowed), Interfaces.own()),
                own,
                new HopTls(trust),
                freely,
                new Allowance(FEW),
                new ConnectTimes(file.outbound().connect(), file.outbound().handshake()));
    }
}
