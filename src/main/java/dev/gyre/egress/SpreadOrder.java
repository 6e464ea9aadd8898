package dev.gyre.egress;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// The order in which the addresses of a prefix are taken: each comes once, and neighbours are of different subnets as long as more
/// than one has any left. Immutable; the address at any place is computed.
///
/// It goes round by round: each takes one address of each subnet that has one left. A round has an order of the subnets of its own,
/// and a subnet an order of its addresses, all of them by the key.
final class SpreadOrder {

    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private static final long OF_SUBNETS = 1;
    private static final long OF_HOSTS = 2;

    /// Rounds in which the same subnets have addresses left: those of the lowest ranks.
    ///
    /// @param start at which place the first of them begins
    /// @param round which round that is
    /// @param subnets how many there are
    private record Phase(long start, Uint128 round, Uint128 subnets) {}

    private final PoolKey subnetKey;
    private final PoolKey hostKey;
    private final Subnets subnets;
    private final Phase[] phases;

    SpreadOrder(PoolKey key, Subnets subnets) {
        this.subnetKey = key.derived(OF_SUBNETS, 0);
        this.hostKey = key.derived(OF_HOSTS, 0);
        this.subnets = subnets;
        this.phases = phases(subnets);
    }

    private static Phase[] phases(Subnets subnets) {
        List<Uint128> sizes = new ArrayList<>(subnets.shortSizes());
        BigInteger full = subnets.full().number();
        if (full.signum() > 0) {
            sizes.addFirst(subnets.fullSize());
        }
        List<Phase> phases = new ArrayList<>();
        BigInteger start = BigInteger.ZERO;
        Uint128 round = Uint128.ZERO;
        while (!sizes.isEmpty() && start.compareTo(MOST) < 0) {
            Uint128 until = sizes.getLast();
            BigInteger count = BigInteger.valueOf(sizes.size());
            if (full.signum() > 0) {
                count = count.subtract(BigInteger.ONE).add(full);
            }
            if (until.compareTo(round) > 0) {
                phases.add(new Phase(start.longValue(), round, Uint128.of(count)));
                start = start.add(until.minus(round).number().multiply(count));
                round = until;
            }
            sizes.removeLast();
        }
        return phases.toArray(Phase[]::new);
    }

    /// The address at a place, which is below the number of addresses.
    InetAddress at(long place) {
        int phase = phases.length - 1;
        while (phases[phase].start() > place) {
            phase--;
        }
        long behind = place - phases[phase].start();
        Uint128 count = phases[phase].subnets();
        long rounds = count.isLong() ? behind / count.low() : 0;
        Uint128 round = phases[phase].round().plus(new Uint128(0, rounds));
        Uint128 rank = subnet(phase, round, behind - rounds * count.low());
        PoolKey its = hostKey.derived(rank.high(), rank.low());
        return subnets.address(rank, Permutation.at(its, last(subnets.size(rank)), round));
    }

    /// The subnet whose turn it is.
    ///
    /// @param turn from 0 to the number of subnets in this round
    private Uint128 subnet(int phase, Uint128 round, long turn) {
        Uint128 count = phases[phase].subnets();
        if (count.isLong() && count.low() <= 2) {
            return count.low() == 1
                    ? Uint128.ZERO
                    : new Uint128(0, turn ^ (beginsWithSecond(phase) ? 1 : 0));
        }
        // With three or more, a swap of the first two leaves the last as it is.
        boolean swapped =
                turn < 2
                        && !round.equals(Uint128.ZERO)
                        && drawn(count, round, 0).equals(lastBefore(phase, round));
        return drawn(count, round, swapped ? 1 - turn : turn);
    }

    /// Of two subnets, now one and now the other comes; the first of all is not the one that came last.
    private boolean beginsWithSecond(int phase) {
        return phases[phase].round().equals(Uint128.ZERO)
                ? (subnetKey.hash(0, 0, 0) & 1) == 1
                : lastBefore(phase, phases[phase].round()).equals(Uint128.ZERO);
    }

    /// The last subnet of the round before this one, in which there were three or more.
    private Uint128 lastBefore(int phase, Uint128 round) {
        Phase before = phases[round.equals(phases[phase].round()) ? phase - 1 : phase];
        Uint128 previous = round.minus(new Uint128(0, 1));
        long last = before.subnets().isLong() ? before.subnets().low() - 1 : Long.MAX_VALUE;
        return drawn(before.subnets(), previous, last);
    }

    private Uint128 drawn(Uint128 count, Uint128 round, long turn) {
        return Permutation.at(
                subnetKey.derived(round.high(), round.low()), last(count), new Uint128(0, turn));
    }

    private static Uint128 last(Uint128 count) {
        return count.minus(new Uint128(0, 1));
    }
}
