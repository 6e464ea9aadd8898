package dev.gyre.rotation;

import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.Reach;
import dev.gyre.health.Health;
import dev.gyre.health.HealthCounts;
import dev.gyre.health.HealthSettings;
import dev.gyre.net.Addresses;
import dev.gyre.net.Target;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What a choice costs, by the order and by the size of the pool: of an egress alone, and of one for a request, its session and its
/// lease with it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RotatorBenchmark {

    @Param({"100", "10000"})
    public int egresses;

    @Param({"RANDOM", "ROUND_ROBIN", "WEIGHTED", "LEAST_USED", "FASTEST", "HASH"})
    public Pick pick;

    /// How many others come in between; 0 for none.
    @Param({"0"})
    public int distance;

    private final Identity who = new Identity(Addresses.parse("192.0.2.1").orElseThrow(), "", 0);
    private final Target target = Target.parse("www.example.com:443").orElseThrow();
    private Rotator rotator;
    private Sessions sessions;
    private Session one;
    private Optional<Session> before = Optional.empty();

    @Setup
    public void fill() {
        List<EgressEntry> entries = new ArrayList<>();
        for (int i = 0; i < egresses; i++) {
            String server = "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255) + ":1080";
            Hop hop =
                    new Hop(
                            HopScheme.SOCKS5H,
                            Target.parse(server).orElseThrow(),
                            Optional.empty());
            Labels labels = new Labels(1 + i % 7, Set.of(), Optional.empty(), Optional.empty());
            entries.add(new EgressEntry.Through(List.of(hop), labels));
        }
        RotationSettings settings =
                new RotationSettings(
                        Every.REQUEST,
                        pick,
                        new ReuseDistance.Others(distance, false),
                        SessionSettings.DEFAULT);
        RotationCounts counts = new RotationCounts();
        EgressPool pool = EgressPool.of(entries, _ -> List.of());
        Health health =
                new Health(
                        HealthSettings.DEFAULT,
                        Unpredictable::current,
                        System::nanoTime,
                        new HealthCounts());
        rotator =
                new Rotator(
                        pool, settings, counts, health, Unpredictable::current, System::nanoTime);
        sessions = new Sessions(settings, Secret.random(), counts, System::nanoTime);
        one = sessions.of(who, Wish.NONE, target, Optional.empty());
    }

    /// A choice for a request whose session is there already.
    @Benchmark
    public Leasing pick() {
        return ended(rotator.lease(one, Reach.NAME, Set.of(), target));
    }

    /// The same where it gets to its target: by then, how long that took is known of most.
    @Benchmark
    public Leasing connected() {
        Leasing leasing = rotator.lease(one, Reach.NAME, Set.of(), target);
        if (leasing instanceof Lease lease) {
            lease.connected(1_000_000);
        }
        return ended(leasing);
    }

    /// A request: its session, and its egress.
    @Benchmark
    public Leasing request() {
        Session session = sessions.of(who, Wish.NONE, target, before);
        before = Optional.of(session);
        return ended(rotator.lease(session, Reach.NAME, Set.of(), target));
    }

    private static Leasing ended(Leasing leasing) {
        if (leasing instanceof Lease lease) {
            lease.released();
        }
        return leasing;
    }
}
