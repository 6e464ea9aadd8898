package dev.gyre.app;

import dev.gyre.access.OwnListeners;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Labels;
import dev.gyre.fetch.FetchUrl;
import dev.gyre.fetch.Fetcher;
import dev.gyre.judge.Judge;
import dev.gyre.judge.SecuredJudge;
import dev.gyre.observe.Notices;
import dev.gyre.probe.Examination;
import dev.gyre.probe.Examined;
import dev.gyre.probe.ProbeTarget;
import dev.gyre.probe.Sample;
import dev.gyre.rotation.Unpredictable;

import io.netty.handler.ssl.SslContext;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Examines the egresses of a pool file once, without a proxy: by the connector that a proxy would use, and to a judge of its own or a
/// page of somebody's.
public final class Checkup implements AutoCloseable {

    private static final long STOP_SECONDS = 5;

    private final Transport transport;
    private final Judge judge;
    private final Optional<SecuredJudge> secured;
    private final EgressPool pool;
    private final List<Egress> egresses;
    private final Examination examination;
    private final Wanted wanted;

    /// What is wanted.
    ///
    /// @param target nothing for the judge of this machine
    /// @param expect the status of the answer of a target that is well
    /// @param timeout for one egress
    /// @param perRange how many addresses of a range are examined
    /// @param concurrency how many egresses are examined at a time
    public record Wanted(
            Optional<FetchUrl> target,
            int expect,
            Duration timeout,
            int perRange,
            int concurrency) {}

    private Checkup(
            Transport transport,
            Judge judge,
            Optional<SecuredJudge> secured,
            EgressPool pool,
            PoolFile file,
            Wanted wanted,
            SslContext trust,
            Consumer<Examined> watcher) {
        this.transport = transport;
        this.judge = judge;
        this.secured = secured;
        this.pool = pool;
        this.wanted = wanted;
        this.egresses = Sample.of(pool, wanted.perRange(), Unpredictable.current());
        ProbeTarget target =
                secured.map(tls ->
                                OwnWays.target(judge).secured(tls.destination(), tls.certificate()))
                        .orElseGet(() -> ProbeTarget.page(wanted.target().orElseThrow()));
        this.examination =
                new Examination(
                        OwnWays.probe(
                                file,
                                target,
                                trust,
                                new OwnListeners(),
                                pool::bindsFreely,
                                wanted.expect(),
                                wanted.timeout()),
                        egresses,
                        transport.loops(),
                        watcher);
    }

    /// Makes ready; nothing is sent yet.
    ///
    /// @param trust whom https hops and targets must have their certificates from
    /// @param watcher is told of each result, on an event loop
    /// @param notices is told of lists, and lines of lists, that can't be read
    /// @throws IOException when there is no port for the judge, or the map of countries can't be read
    /// @throws NoEgressException when the pool is empty
    public static Checkup of(
            PoolFile file,
            Wanted wanted,
            SslContext trust,
            Consumer<Examined> watcher,
            Notices notices)
            throws IOException, NoEgressException {
        Transport transport = Transport.open(Notices.NONE, Optional.empty());
        try {
            EgressPool pool = pool(file, trust, transport, notices);
            if (pool.size().signum() == 0) {
                throw new NoEgressException();
            }
            Judge judge = Judge.start(transport.loops(), transport.listener());
            Optional<SecuredJudge> secured =
                    wanted.target().isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                    SecuredJudge.start(
                                            judge, transport.loops(), transport.listener()));
            return new Checkup(transport, judge, secured, pool, file, wanted, trust, watcher);
        } catch (IOException | NoEgressException | RuntimeException failed) {
            transport.loops().shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
            throw failed;
        }
    }

    /// With the lists that the file has fetched; waits a while for them.
    private static EgressPool pool(
            PoolFile file, SslContext trust, Transport transport, Notices notices)
            throws IOException {
        Supplies supplies = Supplies.of(file, notices);
        Fetcher fetcher =
                new Fetcher(
                        OwnWays.connector(
                                file,
                                file.targets().allow(),
                                new OwnListeners(),
                                trust,
                                _ -> false),
                        trust);
        try (FetchedLists lists = new FetchedLists(fetcher, transport.loops(), notices, () -> {})) {
            var _ = lists.use(file);
            return EgressPool.of(file.egress(), new WithLists(supplies, lists::listed));
        }
    }

    /// Begins; to be called once.
    public void start() {
        examination.start(wanted.concurrency());
    }

    /// Waits for the end, or so long.
    ///
    /// @return whether it is over
    public boolean await(long millis) throws InterruptedException {
        return examination.await(millis);
    }

    /// Ends it before it is over, when the process is told to end by SIGTERM or Ctrl-C. A second signal ends the process at once.
    public void stopOnSignal() {
        Signals.onEnd(examination::stop);
    }

    /// How many egresses are examined.
    public int size() {
        return egresses.size();
    }

    /// What is known so far.
    public List<Examined> results() {
        return examination.results();
    }

    /// What the pool file says of an egress.
    public Labels labels(Egress egress) {
        return pool.labels(egress);
    }

    /// Stops, and waits a few seconds at most.
    @Override
    public void close() {
        examination.stop();
        judge.close();
        secured.ifPresent(SecuredJudge::close);
        transport
                .loops()
                .shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
