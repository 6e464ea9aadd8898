package dev.gyre.egress;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The addresses of a prefix that may be used, by the subnets that they are in: a subnet has a rank, and an address has a number among
/// those of its subnet. Immutable.
///
/// The subnets of which every address may be used come first, as runs; then the others, those with more addresses first. Where a
/// /64 or more is one subnet, the all-zero host of each /64 has no number: it means whatever router is there (RFC 4291 2.6.1).
final class Subnets {

    /// The shortest prefix: more than that, nobody has.
    static final int SHORTEST = 8;

    private static final int ZERO_HOST_EVERY = 64;
    private static final BigInteger PERIOD = BigInteger.ONE.shiftLeft(ZERO_HOST_EVERY);

    /// Full subnets side by side.
    ///
    /// @param rank of the first of them
    /// @param index which subnet of the prefix it is
    private record Run(Uint128 rank, Uint128 index) {}

    /// Usable addresses side by side within a subnet.
    ///
    /// @param number of the first of them, among all that are usable
    /// @param place which address of the subnet it is, all-zero hosts not counted
    private record Piece(Uint128 number, Uint128 place) {}

    /// A subnet of which not every address may be used.
    private record Partial(Uint128 index, List<Piece> pieces, Uint128 size) {}

    private record Part(BigInteger from, BigInteger to) {
        BigInteger size() {
            return to.subtract(from).add(BigInteger.ONE);
        }
    }

    private final InetAddress network;
    private final int hostBits;
    private final boolean zeroHosts;
    private final Uint128 full;
    private final Run[] runs;
    private final Partial[] shorts;
    private final Uint128 fullSize;
    private final BigInteger size;

    /// @param prefix at least [#SHORTEST] long
    /// @param spread the length of a subnet, from the prefix's own to 64 (IPv6 up to /64), or to all bits
    /// @param usable those of its addresses that may be used: in order, side by side or apart
    Subnets(Cidr prefix, int spread, List<AddressRange> usable) {
        int bits = prefix.network().getAddress().length * Byte.SIZE;
        this.network = prefix.network();
        this.hostBits = bits - spread;
        this.zeroHosts = hasZeroHosts(prefix);
        BigInteger whole = BigInteger.ONE.shiftLeft(hostBits);
        BigInteger each = zeroHosts ? whole.subtract(whole.shiftRight(ZERO_HOST_EVERY)) : whole;
        List<Run> found = new ArrayList<>();
        TreeMap<BigInteger, List<Part>> partly = new TreeMap<>();
        BigInteger count = BigInteger.ZERO;
        for (AddressRange range : usable) {
            BigInteger from = place(offset(range.first()), false);
            BigInteger to = place(offset(range.last()), true);
            BigInteger fromSubnet = from.add(each).subtract(BigInteger.ONE).divide(each);
            BigInteger toSubnet = to.add(BigInteger.ONE).divide(each);
            if (fromSubnet.compareTo(toSubnet) < 0) {
                found.add(new Run(Uint128.of(count), Uint128.of(fromSubnet)));
                count = count.add(toSubnet.subtract(fromSubnet));
                part(partly, each, from, fromSubnet.multiply(each).subtract(BigInteger.ONE));
                part(partly, each, toSubnet.multiply(each), to);
            } else {
                // Of two subnets at most.
                BigInteger border = to.divide(each).multiply(each);
                part(partly, each, from, to.min(border.subtract(BigInteger.ONE)));
                part(partly, each, from.max(border), to);
            }
        }
        this.full = Uint128.of(count);
        this.runs = found.toArray(Run[]::new);
        this.shorts =
                partly.entrySet().stream()
                        .map(Subnets::shortOf)
                        .sorted(Comparator.comparing(Partial::size).reversed())
                        .toArray(Partial[]::new);
        this.fullSize = Uint128.of(each);
        BigInteger sum = count.multiply(each);
        for (Partial one : shorts) {
            sum = sum.add(one.size().number());
        }
        this.size = sum;
    }

    /// Whether the all-zero hosts of its /64s have no number.
    private static boolean hasZeroHosts(Cidr prefix) {
        return prefix.network().getAddress().length == 16 && prefix.prefix() <= ZERO_HOST_EVERY;
    }

    private static void part(
            Map<BigInteger, List<Part>> partly, BigInteger each, BigInteger from, BigInteger to) {
        if (from.compareTo(to) <= 0) {
            BigInteger subnet = from.divide(each);
            BigInteger start = subnet.multiply(each);
            partly.computeIfAbsent(subnet, _ -> new ArrayList<>())
                    .add(new Part(from.subtract(start), to.subtract(start)));
        }
    }

    private static Partial shortOf(Map.Entry<BigInteger, List<Part>> subnet) {
        List<Piece> pieces = new ArrayList<>();
        BigInteger count = BigInteger.ZERO;
        for (Part part : subnet.getValue()) {
            pieces.add(new Piece(Uint128.of(count), Uint128.of(part.from())));
            count = count.add(part.size());
        }
        return new Partial(Uint128.of(subnet.getKey()), List.copyOf(pieces), Uint128.of(count));
    }

    private BigInteger offset(InetAddress address) {
        return Addresses.number(address).subtract(Addresses.number(network));
    }

    /// Which address of the prefix one is, all-zero hosts not counted; of such a host, the one behind it, or before it.
    private BigInteger place(BigInteger offset, boolean before) {
        if (!zeroHosts) {
            return offset;
        }
        // Less all such hosts up to this address.
        BigInteger place =
                offset.subtract(offset.shiftRight(ZERO_HOST_EVERY)).subtract(BigInteger.ONE);
        boolean isZeroHost = offset.mod(PERIOD).signum() == 0;
        return isZeroHost && !before ? place.add(BigInteger.ONE) : place;
    }

    /// How many addresses there are.
    BigInteger size() {
        return size;
    }

    /// How many subnets have all their addresses.
    Uint128 full() {
        return full;
    }

    /// How many addresses such a subnet has.
    Uint128 fullSize() {
        return fullSize;
    }

    /// How many addresses each of the other subnets has: never more than the one before.
    List<Uint128> shortSizes() {
        return List.of(shorts).stream().map(Partial::size).toList();
    }

    /// How many addresses the subnet of a rank has.
    Uint128 size(Uint128 rank) {
        return rank.compareTo(full) < 0 ? fullSize : shorts[shortAt(rank)].size();
    }

    /// The address of a number in the subnet of a rank.
    InetAddress address(Uint128 rank, Uint128 number) {
        Uint128 index;
        Uint128 place;
        if (rank.compareTo(full) < 0) {
            Run run = runs[run(rank)];
            index = run.index().plus(rank.minus(run.rank()));
            place = number;
        } else {
            Partial one = shorts[shortAt(rank)];
            Piece piece = piece(one.pieces(), number);
            index = one.index();
            place = piece.place().plus(number.minus(piece.number()));
        }
        Uint128 host = zeroHosts ? behindZeroHosts(place) : place;
        Uint128 offset = index.shiftLeft(hostBits).plus(host);
        return Addresses.plus(network, offset.high(), offset.low());
    }

    /// The address that comes at a place from 0 to [#size], subnet by subnet.
    InetAddress address(BigInteger place) {
        BigInteger each = fullSize.number();
        BigInteger whole = full.number().multiply(each);
        if (place.compareTo(whole) < 0) {
            BigInteger[] found = place.divideAndRemainder(each);
            return address(Uint128.of(found[0]), Uint128.of(found[1]));
        }
        BigInteger left = place.subtract(whole);
        int at = 0;
        while (left.compareTo(shorts[at].size().number()) >= 0) {
            left = left.subtract(shorts[at].size().number());
            at++;
        }
        return address(full.plus(new Uint128(0, at)), Uint128.of(left));
    }

    /// Whether an address of the prefix is one that has no number wherever it is.
    boolean isZeroHost(InetAddress address) {
        return zeroHosts && Addresses.low(address) == 0;
    }

    /// Each /64 has 2^64 - 1 places, behind its all-zero host.
    private static Uint128 behindZeroHosts(Uint128 place) {
        long blocks = place.high();
        long sum = place.high() + place.low();
        // 2^64 is one more than such a /64 holds.
        boolean carried = Long.compareUnsigned(sum, place.low()) < 0;
        long rest = carried ? sum + 1 : sum;
        if (carried) {
            blocks++;
        }
        if (rest == -1) {
            blocks++;
            rest = 0;
        }
        return new Uint128(blocks, rest + 1);
    }

    private int shortAt(Uint128 rank) {
        return Math.toIntExact(rank.minus(full).low());
    }

    private int run(Uint128 rank) {
        int low = 0;
        int high = runs.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (runs[middle].rank().compareTo(rank) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static Piece piece(List<Piece> pieces, Uint128 number) {
        int at = pieces.size() - 1;
        while (pieces.get(at).number().compareTo(number) > 0) {
            at--;
        }
        return pieces.get(at);
    }
}
