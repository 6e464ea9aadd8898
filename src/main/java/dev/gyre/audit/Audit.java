package dev.gyre.audit;

import dev.gyre.app.ProxyServer;
import dev.gyre.app.Supplies;
import dev.gyre.audit.Finding.Kind;
import dev.gyre.config.PoolFile;
import dev.gyre.dns.NoSystemLookups;
import dev.gyre.egress.Supply;
import dev.gyre.observe.Notices;

import io.netty.handler.ssl.SslContext;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Drives every listener and egress entry of a pool file to judges, through the proxy as it is run, and says what leaks.
public final class Audit {

    /// How many proxies run at a time.
    private static final int AT_A_TIME = 4;

    private final PoolFile file;
    private final Optional<OutsideJudge> outside;
    private final Progress progress;

    private int done;
    private int total;

    /// @param outside a judge to be asked besides the audit's own
    public Audit(PoolFile file, Optional<OutsideJudge> outside, Progress progress) {
        this.file = file;
        this.outside = outside;
        this.progress = progress;
    }

    /// Runs it. Blocks; nothing of it is left afterwards.
    ///
    /// @throws IOException when there is no port, or no certificate, for a judge, or no map of countries
    public Report run() throws IOException, InterruptedException {
        long lookUps = NoSystemLookups.refused();
        Here here = Here.now();
        Supply supply = Supplies.of(file, Notices.NONE);
        SslContext trust = ProxyServer.systemTrust();
        InetAddress client = ClientAddress.pick();
        try (Judges judges = Judges.start();
                ExecutorService threads =
                        Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
            List<Leg> legs = Legs.of(file, supply, judges, outside, here);
            total = legs.size() * file.inbound().listen().size() * Way.values().length;
            Surroundings all = new Surroundings(file, judges, here, trust, client, this::step);
            List<Future<List<Row>>> running = new ArrayList<>();
            for (Leg leg : legs) {
                int number = running.size();
                running.add(threads.submit(() -> new LegAudit(all, leg, number).run()));
            }
            try {
                List<Row> rows = new ArrayList<>();
                for (Future<List<Row>> leg : running) {
                    rows.addAll(leg.get());
                }
                return new Report(rows, general(NoSystemLookups.refused() - lookUps));
            } catch (ExecutionException defect) {
                throw new IllegalStateException(defect.getCause());
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private synchronized void step(String now) {
        progress.step(done++, total, now);
    }

    /// What can't be told of one row: the system's resolver is the same for all.
    private static List<Finding> general(long lookUps) {
        if (!NoSystemLookups.isInForce()) {
            return List.of(new Finding(Kind.NAME, "this JVM lets the system look names up"));
        }
        return lookUps == 0
                ? List.of()
                : List.of(
                        new Finding(
                                Kind.NAME,
                                "the system's resolver was asked "
                                        + (lookUps == 1 ? "once" : lookUps + " times")
                                        + ", and refused"));
    }
}
