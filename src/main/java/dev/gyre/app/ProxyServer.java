package dev.gyre.app;

import dev.gyre.config.PoolFile;
import dev.gyre.egress.EgressPool;
import dev.gyre.inbound.InboundSettings.Reveal;
import dev.gyre.inbound.Listeners;
import dev.gyre.inbound.client.Defects;
import dev.gyre.inbound.client.RevealedEgresses;
import dev.gyre.inbound.client.Service;
import dev.gyre.inbound.client.Verdicts;
import dev.gyre.judge.Judge;
import dev.gyre.observe.ExchangeLog;
import dev.gyre.observe.Notices;
import dev.gyre.outbound.Allowance;
import dev.gyre.probe.Prober;
import dev.gyre.rotation.EgressIds;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The whole proxy: everything is built, connected and started here, and stopped.
public final class ProxyServer implements AutoCloseable {

    private static final long STOP_SECONDS = 5;

    private final Transport transport;
    private final EgressPool pool;
    private final Judge judge;
    private final Service service;
    private final Listeners listeners;
    private final Optional<Prober> prober;

    private ProxyServer(
            Transport transport,
            EgressPool pool,
            Judge judge,
            Service service,
            Listeners listeners,
            Optional<Prober> prober) {
        this.transport = transport;
        this.pool = pool;
        this.judge = judge;
        this.service = service;
        this.listeners = listeners;
        this.prober = prober;
    }

    /// Starts the proxy. Blocks until it listens.
    ///
    /// @param trust whom https hops' certificates must come from: a client's context
    /// @param log is told of each request
    /// @param notices is told what the operator should know
    /// @throws IOException when it can't listen, or can't read the map of countries: says where, and why
    /// @throws NoEgressException when the pool is empty
    public static ProxyServer start(
            PoolFile file, SslContext trust, ExchangeLog log, Notices notices)
            throws IOException, NoEgressException {
        Ways ways =
                Ways.of(
                        file,
                        Supplies.of(file, notices),
                        trust,
                        (event, times) ->
                                notices.notice(
                                        event + (times == 1 ? "" : " (" + times + " times)")));
        Preflight.notices(ways.pool()).forEach(notices::notice);
        Transport transport = Transport.open(notices);
        try {
            Capacity capacity = Capacity.of(file.inbound().connections());
            if (capacity.clients() < file.inbound().connections()) {
                notices.notice(
                        "the limit of "
                                + (capacity.memoryIsShort() ? "memory" : "open files")
                                + " allows for "
                                + capacity.clients()
                                + " connections, not for "
                                + file.inbound().connections());
            }
            Judge judge = Judge.start(transport.loops(), transport.listener());
            Defects defects = new Defects(notices);
            transport
                    .loops()
                    .scheduleWithFixedDelay(() -> sweep(ways, defects), 1, 1, TimeUnit.SECONDS);
            Service service =
                    new Service(
                            file.inbound().timeouts(),
                            file.inbound().tunnels(),
                            file.inbound().heads(),
                            file.outbound(),
                            ways.sessions(),
                            file.inbound().claims(),
                            file.inbound().reveal() == Reveal.EGRESS_ID
                                    ? Optional.of(
                                            new RevealedEgresses(new EgressIds(ways.secret())))
                                    : Optional.empty(),
                            new Verdicts(ways.sessions(), ways.rotator(), ways.health()),
                            ways.dialer(),
                            judge.targets(),
                            new Allowance(capacity.idle()),
                            log,
                            defects);
            Listeners listeners =
                    Listeners.open(
                            file.inbound(),
                            service,
                            transport.loops(),
                            transport.listener(),
                            capacity.clients(),
                            capacity.refusals(),
                            notices);
            ways.own().are(listeners.addresses());
            return new ProxyServer(
                    transport,
                    ways.pool(),
                    judge,
                    service,
                    listeners,
                    OwnWays.prober(file, ways, judge, trust, transport.loops()));
        } catch (IOException | RuntimeException failed) {
            transport.loops().shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
            throw failed;
        }
    }

    /// An error in one sweep must not be the end of all.
    private static void sweep(Ways ways, Defects defects) {
        try {
            ways.sessions().sweep();
            ways.health().sweep();
        } catch (RuntimeException error) {
            defects.ends(error);
        }
    }

    /// Trust in whom this machine's JDK trusts.
    public static SslContext systemTrust() throws IOException {
        return SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build();
    }

    /// Where clients can connect.
    public List<InetSocketAddress> addresses() {
        return listeners.addresses();
    }

    EgressPool pool() {
        return pool;
    }

    Judge judge() {
        return judge;
    }

    /// Listens no more, and lets what runs come to its end. Blocks until it has, or the time is up; [#close] is to follow.
    ///
    /// @return how many connections have not ended
    public int drain(Duration time) {
        service.stop();
        return listeners.drain(time);
    }

    /// Stops: listens no more, closes every connection. Blocks until it is done, a few seconds at most.
    @Override
    public void close() {
        prober.ifPresent(Prober::close);
        listeners.close();
        judge.close();
        transport
                .loops()
                .shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
