package dev.gyre.egress;

import dev.gyre.net.Addresses;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;

/// The addresses of a range, each made when it is taken. A small range keeps what it made.
final class Sources implements Block {

    private final int entry;
    private final Kind kind;
    private final AddressRange range;

    /// How far the last lies behind the first.
    private final Uint128 span;

    private final long count;

    /// What was made already, by its place; nothing when the range does not keep it.
    private final @Nullable AtomicReferenceArray<Egress.@Nullable Direct> made;

    /// @param keeps whether what is made is kept: one reference for each address, from the start
    Sources(int entry, Kind kind, AddressRange range, boolean keeps) {
        this.entry = entry;
        this.kind = kind;
        this.range = range;
        this.span = Uint128.of(range.last()).minus(Uint128.of(range.first()));
        this.count =
                span.high() != 0 || span.low() < 0 || span.low() == Long.MAX_VALUE
                        ? Long.MAX_VALUE
                        : span.low() + 1;
        this.made = keeps ? new AtomicReferenceArray<>(Math.toIntExact(count)) : null;
    }

    @Override
    public int entry() {
        return entry;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    AddressRange range() {
        return range;
    }

    @Override
    public BigInteger size() {
        return range.size();
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Egress at(long index) {
        Objects.checkIndex(index, count);
        if (made == null) {
            return at(0, index);
        }
        // Two threads may make the same one at a time: they are equal.
        Egress.Direct known = made.get((int) index);
        if (known == null) {
            known = at(0, index);
            made.set((int) index, known);
        }
        return known;
    }

    @Override
    public Egress any(RandomGenerator random) {
        if (count < Long.MAX_VALUE) {
            return at(random.nextLong(count));
        }
        long highBits = mask(span.high());
        long lowBits = span.high() == 0 ? mask(span.low()) : -1;
        Uint128 offset;
        do {
            offset =
                    new Uint128(
                            highBits == 0 ? 0 : random.nextLong() & highBits,
                            random.nextLong() & lowBits);
        } while (offset.compareTo(span) > 0);
        return at(offset.high(), offset.low());
    }

    @Override
    public Egress hashed(long hash) {
        if (count < Long.MAX_VALUE) {
            return at(Math.unsignedMultiplyHigh(hash, count));
        }
        if (span.high() == 0) {
            boolean all = span.low() == -1;
            return at(0, all ? hash : Math.unsignedMultiplyHigh(hash, span.low() + 1));
        }
        byte[] bits = ByteBuffer.allocate(16).putLong(Hashing.mix(hash)).putLong(hash).array();
        BigInteger offset = new BigInteger(1, bits).multiply(size()).shiftRight(128);
        return at(offset.shiftRight(Long.SIZE).longValue(), offset.longValue());
    }

    @Override
    public long identity() {
        return Hashing.of(toString());
    }

    /// The part that lies in a network, in which at least one of them must; the whole is this very block.
    Block within(AddressRange network) {
        Uint128 first = Uint128.of(range.first());
        Uint128 from = first.max(Uint128.of(network.first()));
        Uint128 last = Uint128.of(range.last());
        Uint128 to = last.min(Uint128.of(network.last()));
        if (from.equals(first) && to.equals(last)) {
            return this;
        }
        Uint128 start = from.minus(first);
        Uint128 end = to.minus(first);
        AddressRange part =
                new AddressRange(
                        Addresses.plus(range.first(), start.high(), start.low()),
                        Addresses.plus(range.first(), end.high(), end.low()));
        return new Sources(entry, kind, part, false);
    }

    private Egress.Direct at(long high, long low) {
        return new Egress.Direct(Addresses.plus(range.first(), high, low));
    }

    /// As many ones as the number has bits.
    private static long mask(long number) {
        return number == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(number);
    }

    @Override
    public String toString() {
        return range.toString();
    }
}
