package dev.gyre.egress;

import dev.gyre.net.Cidr;
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
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What one pick takes, by each of the ways that a view offers, and a look at what the pool knows of the egress.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PoolViewBenchmark {

    /// What is in the pool: 10,000 chains, the same of various weights, a /16 whose addresses are kept, a /8 and a /64 whose are not,
    /// a /48 as a prefix, and one of which a part is excluded.
    @Param({"chains", "weighted", "slash16", "slash8", "slash64", "prefix", "excluding"})
    public String pool = "chains";

    private final SplittableRandom random = new SplittableRandom(1);
    private EgressPool egresses = EgressPool.of(List.of(), _ -> List.of());
    private PoolView view = egresses.reaching(Reach.ALL);
    private Egress[] some = new Egress[0];
    private int next;

    @Setup
    public void setUp() {
        egresses = EgressPool.of(entries(pool), _ -> List.of());
        view = egresses.reaching(Reach.ALL);
        for (long i = 0; i < Math.min(view.size(), 1 << 16); i++) {
            view.at(i);
        }
        some = IntStream.range(0, 1 << 10).mapToObj(_ -> view.any(random)).toArray(Egress[]::new);
    }

    private static List<EgressEntry> entries(String pool) {
        return switch (pool) {
            case "chains" -> chains(1);
            case "weighted" -> chains(100);
            case "slash16" -> source("10.1.0.0/16");
            case "slash8" -> source("10.0.0.0/8");
            case "slash64" -> source("2001:db8::/64");
            case "prefix" -> prefix();
            case "excluding" -> prefix("2001:db8::/64", "2001:db8:0:700::/63");
            default -> throw new IllegalArgumentException(pool);
        };
    }

    private static List<EgressEntry> source(String block) {
        return List.of(new EgressEntry.Source(AddressRange.of(Cidr.parse(block).orElseThrow())));
    }

    private static List<EgressEntry> prefix(String... exclude) {
        return List.of(
                new EgressEntry.Prefix(
                        Cidr.parse("2001:db8::/48").orElseThrow(),
                        64,
                        Stream.of(exclude)
                                .map(block -> AddressRange.of(Cidr.parse(block).orElseThrow()))
                                .toList(),
                        Labels.NONE));
    }

    private static List<EgressEntry> chains(int weights) {
        List<EgressEntry> entries = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Target server = Target.parse("hop-" + i + ".example:1080").orElseThrow();
            entries.add(
                    new EgressEntry.Through(
                            List.of(new Hop(HopScheme.SOCKS5H, server, Optional.empty())),
                            new Labels(
                                    1 + i % weights,
                                    Set.of(),
                                    Optional.empty(),
                                    Optional.empty())));
        }
        return entries;
    }

    @Benchmark
    public Egress at() {
        return egresses.view(Reach.ALL, Narrowing.NONE).at(random.nextLong(view.size()));
    }

    @Benchmark
    public Egress atWeight() {
        return view.atWeight(random.nextLong(view.weight()));
    }

    @Benchmark
    public Egress any() {
        return view.any(random);
    }

    @Benchmark
    public Egress hashed() {
        return view.hashed(random.nextLong(), random.nextLong());
    }

    @Benchmark
    public int entry() {
        return egresses.entry(some[next++ & (some.length - 1)]);
    }
}
