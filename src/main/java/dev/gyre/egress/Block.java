package dev.gyre.egress;

import dev.gyre.net.Addresses;

import java.math.BigInteger;
import java.util.random.RandomGenerator;

/// Egresses of a pool that lie side by side and have one reach.
sealed interface Block {

    /// A block counts as at most this many egresses among the others.
    long MOST = 1L << 48;

    Reach reach();

    /// How many egresses this block counts as, at most [#MOST].
    long weight();

    /// The egress at a place from 0 to [#weight].
    Egress at(long index);

    /// One of all egresses of the block, each as likely as another.
    Egress any(RandomGenerator random);

    /// The addresses of a range.
    record Sources(AddressRange range, BigInteger size, long weight, Reach reach) implements Block {

        static Sources of(AddressRange range) {
            BigInteger size = range.size();
            return new Sources(
                    range,
                    size,
                    size.min(BigInteger.valueOf(MOST)).longValueExact(),
                    Reach.ofSource(range.first()));
        }

        @Override
        public Egress at(long index) {
            return size.equals(BigInteger.ONE)
                    ? new Egress.Direct(range.first())
                    : at(BigInteger.valueOf(index));
        }

        @Override
        public Egress any(RandomGenerator random) {
            if (size.bitLength() < Long.SIZE) {
                return at(random.nextLong(size.longValueExact()));
            }
            byte[] bytes = new byte[(size.bitLength() + 7) / 8];
            BigInteger offset;
            do {
                random.nextBytes(bytes);
                offset = new BigInteger(1, bytes).shiftRight(bytes.length * 8 - size.bitLength());
            } while (offset.compareTo(size) >= 0);
            return at(offset);
        }

        private Egress at(BigInteger offset) {
            return new Egress.Direct(
                    Addresses.of(Addresses.number(range.first()).add(offset), range.first()));
        }
    }

    /// One chain.
    record Single(Egress.Chain chain) implements Block {

        @Override
        public Reach reach() {
            return chain.reach();
        }

        @Override
        public long weight() {
            return 1;
        }

        @Override
        public Egress at(long index) {
            return chain;
        }

        @Override
        public Egress any(RandomGenerator random) {
            return chain;
        }
    }
}
