package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.Limits;
import dev.gyre.net.Target;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Pools of numbered hops.
final class Pool {

    private Pool() {}

    static EgressPool of(int from, int to, Limits limits) {
        Labels labels = new Labels(1, Set.of(), Optional.empty(), Optional.empty(), limits);
        return EgressPool.of(
                IntStream.range(from, to)
                        .<EgressEntry>mapToObj(i -> new EgressEntry.Through(hops(i), labels))
                        .toList(),
                _ -> List.of());
    }

    static EgressPool of(int count) {
        return of(0, count, Limits.NONE);
    }

    static Egress hop(int number) {
        return new Egress.Chain(hops(number));
    }

    private static List<Hop> hops(int number) {
        return List.of(
                new Hop(
                        HopScheme.SOCKS5H,
                        Target.parse("h" + number + ".example:1080").orElseThrow(),
                        Optional.empty()));
    }
}
