package dev.gyre.egress;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// The addresses of a prefix, each made when it is taken, in an order of which no one comes again before all have come.
final class Prefix implements Block {

    /// What sort of prefix it is: two of one sort have the same addresses, as far as both may use them.
    ///
    /// @param spread neighbours in the order differ in so many bits at the beginning
    record Sort(Cidr block, int spread) {

        /// How many addresses these ranges of it have.
        BigInteger size(List<AddressRange> ranges) {
            return new Subnets(block, spread, ranges).size();
        }
    }

    private final int entry;
    private final Kind kind;
    private final Sort sort;
    private final String text;
    private final List<AddressRange> usable;
    private final Subnets subnets;
    private final SpreadOrder order;
    private final long count;

    /// How many were taken, and where the first of them stood: shared with the pool that comes after.
    private final AtomicLong taken;

    /// @param usable what the pool has of the prefix, in order; never empty
    /// @param taken goes on from pool to pool
    Prefix(
            int entry,
            Kind kind,
            EgressEntry.Prefix prefix,
            List<AddressRange> usable,
            PoolKey key,
            AtomicLong taken) {
        this.entry = entry;
        this.kind = kind;
        this.sort = new Sort(prefix.block(), prefix.spread());
        this.text = "prefix " + prefix.block();
        this.usable = List.copyOf(usable);
        this.subnets = new Subnets(prefix.block(), prefix.spread(), usable);
        this.order = new SpreadOrder(key.derived(prefix.block().toString()), subnets);
        BigInteger size = subnets.size();
        this.count = size.bitLength() < Long.SIZE ? size.longValue() : Long.MAX_VALUE;
        this.taken = taken;
    }

    @Override
    public int entry() {
        return entry;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    Sort sort() {
        return sort;
    }

    /// Where its addresses lie, in order; among them may be all-zero hosts, which are none of them.
    List<AddressRange> ranges() {
        return usable;
    }

    /// Whether an address of one of the ranges is an egress.
    boolean has(InetAddress address) {
        return !subnets.isZeroHost(address);
    }

    @Override
    public BigInteger size() {
        return subnets.size();
    }

    @Override
    public long count() {
        return count;
    }

    /// The egress at a place of the order.
    @Override
    public Egress at(long index) {
        return new Egress.Direct(order.at(Objects.checkIndex(index, count)));
    }

    /// The next of the order.
    @Override
    public Egress any(RandomGenerator random) {
        return at(Math.floorMod(taken.getAndIncrement(), count));
    }

    @Override
    public boolean isSequence() {
        return true;
    }

    @Override
    public Egress hashed(long hash) {
        byte[] bits = ByteBuffer.allocate(16).putLong(Hashing.mix(hash)).putLong(hash).array();
        BigInteger place = new BigInteger(1, bits).multiply(size()).shiftRight(128);
        return new Egress.Direct(subnets.address(place));
    }

    @Override
    public long identity() {
        return Hashing.of(text);
    }

    /// The part of a range that lies in a network of which no part but the first address can be an all-zero host: drawn from at
    /// random, for a session that has to move and wants to stay near. Nothing when there is none but such a host.
    Optional<Block> within(AddressRange range, AddressRange network) {
        Uint128 start = Uint128.of(range.first());
        Uint128 from = start.max(Uint128.of(network.first()));
        Uint128 to = Uint128.of(range.last()).min(Uint128.of(network.last()));
        Uint128 first = subnets.isZeroHost(plus(range, from)) ? from.plus(new Uint128(0, 1)) : from;
        return first.compareTo(to) > 0
                ? Optional.empty()
                : Optional.of(
                        new Sources(
                                entry,
                                kind,
                                new AddressRange(plus(range, first), plus(range, to)),
                                false));
    }

    private static InetAddress plus(AddressRange range, Uint128 number) {
        Uint128 distance = number.minus(Uint128.of(range.first()));
        return Addresses.plus(range.first(), distance.high(), distance.low());
    }

    @Override
    public String toString() {
        return text;
    }
}
