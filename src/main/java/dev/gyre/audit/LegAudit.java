package dev.gyre.audit;

import dev.gyre.app.NoEgressException;
import dev.gyre.app.ProxyServer;
import dev.gyre.net.Failure;
import dev.gyre.net.Printable;
import dev.gyre.observe.Notices;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Runs the proxy with one subject as its pool, and drives each listener and each way in to one judge. For one thread.
final class LegAudit {

    /// How many requests a judge outside gets for a row: others pay for it.
    private static final int OUTSIDE = 2;

    private final Surroundings all;
    private final Leg leg;
    private final int number;
    private final Recorder recorder = new Recorder();

    /// Why the hop was silent, once it has been: it is not waited for again.
    private @Nullable VisitFailed silent;

    /// @param number of the leg, for names of its own
    LegAudit(Surroundings all, Leg leg, int number) {
        this.all = all;
        this.leg = leg;
        this.number = number;
    }

    /// Makes one row.
    @FunctionalInterface
    private interface Judging {
        Row row(int listener, Way way) throws InterruptedException;
    }

    /// The rows, listener by listener. Blocks.
    List<Row> run() throws InterruptedException {
        if (leg.pool().isEmpty()) {
            return rows((listener, way) -> notJudged(listener, way, leg.whyNot()));
        }
        try (ProxyServer proxy =
                ProxyServer.start(leg.pool().get(), all.trust(), recorder, Notices.NONE)) {
            List<InetSocketAddress> open = proxy.addresses();
            return rows((listener, way) -> judged(listener, open.get(listener), way));
        } catch (IOException | NoEgressException failed) {
            String why = String.valueOf(failed.getMessage());
            return rows((listener, way) -> notJudged(listener, way, why));
        }
    }

    private List<Row> rows(Judging judging) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (int listener = 0; listener < all.listeners(); listener++) {
            for (Way way : Way.values()) {
                all.step().accept(leg.subject().text() + " by " + way.text());
                rows.add(judging.row(listener, way));
            }
        }
        return rows;
    }

    private Row notJudged(int listener, Way way, String why) {
        return Row.notJudged(
                all.listener(listener),
                leg.subject().text(),
                way,
                leg.outside().isPresent(),
                Printable.of(why, 300));
    }

    private Row judged(int listener, InetSocketAddress open, Way way) throws InterruptedException {
        Evidence evidence = new Evidence();
        Visitor visitor =
                new Visitor(
                        open,
                        ClientAddress.towards(open, all.client()),
                        all.patience(),
                        all.sessionsAreNamed(),
                        leg.subject(),
                        all.told(),
                        recorder,
                        evidence);
        String label = "r" + number + "-" + listener + "-" + way.text();
        try {
            visit(visitor, way, label.toLowerCase(Locale.ROOT));
        } catch (VisitFailed failed) {
            evidence.failed(failed.why());
            learn(failed, evidence);
        } catch (IOException broken) {
            evidence.failed("the connection broke: " + broken.getMessage());
        }
        return evidence.row(
                all.listener(listener), leg.subject().text(), way, leg.outside().isPresent());
    }

    private void visit(Visitor visitor, Way way, String label)
            throws VisitFailed, IOException, InterruptedException {
        if (silent != null) {
            throw silent;
        }
        if (leg.outside().isPresent()) {
            new OutsideVisits(visitor, leg.outside().get(), all.here()).run(OUTSIDE, way);
        } else {
            new OwnVisits(visitor, all.judges(), all.sessionsLast()).run(way, label);
        }
    }

    private static boolean isSilence(Failure failure) {
        return failure == Failure.HOP_TIMEOUT || failure == Failure.HOP_SILENT;
    }

    private void learn(VisitFailed failed, Evidence evidence) {
        if (failed.failure().filter(LegAudit::isSilence).isPresent()) {
            silent = failed;
        }
        // A hop on this machine may leave from another one: it may be a tunnel's end.
        if (leg.outside().isEmpty()
                && leg.subject() instanceof Subject.Chain
                && failed.failure().filter(AuditName::mayBeTheTarget).isPresent()) {
            evidence.note("if it leaves from elsewhere, name a judge outside with --judge URL");
        }
    }
}
