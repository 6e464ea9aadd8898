package dev.gyre.egress;

import java.math.BigInteger;
import java.util.random.RandomGenerator;

/// Egresses of a pool that lie side by side, are of one kind, and come from one entry.
///
/// Immutable, safe for all threads. Two are equal only when they are the same object.
sealed interface Block permits Block.One, Sources, Prefix, Tor, Gateway {

    /// Where the entry stands that they come from, from 0.
    int entry();

    Kind kind();

    /// How many egresses there are.
    BigInteger size();

    /// How many there are; `Long.MAX_VALUE` for that many or more.
    long count();

    /// The egress at a place from 0 to [#count].
    Egress at(long index);

    /// One of all egresses of the block, each as likely as another; of a sequence, the next.
    Egress any(RandomGenerator random);

    /// Whether its egresses come in an order of its own, which only [#any] takes them in.
    default boolean isSequence() {
        return false;
    }

    /// Always the same for a hash of 64 bits, and spread over all egresses of the block.
    Egress hashed(long hash);

    /// A number that comes from what the egresses are: the same in every run and in every pool, whatever else is in it.
    long identity();

    /// The egresses as they may be shown: passwords masked.
    @Override
    String toString();

    /// How often each egress is taken beside those of other blocks.
    default int weight() {
        return kind().labels().weight();
    }

    /// A block of one egress.
    record One(int entry, Kind kind, Egress egress) implements Block {

        @Override
        public BigInteger size() {
            return BigInteger.ONE;
        }

        @Override
        public long count() {
            return 1;
        }

        @Override
        public Egress at(long index) {
            return egress;
        }

        @Override
        public Egress any(RandomGenerator random) {
            return egress;
        }

        @Override
        public Egress hashed(long hash) {
            return egress;
        }

        @Override
        public long identity() {
            return switch (egress) {
                case Egress.Direct direct -> Hashing.of(direct.toString());
                case Egress.Chain chain -> Hashing.of(unmasked(chain));
            };
        }

        /// Many chains differ by nothing but what stands in their credentials.
        private static CharSequence unmasked(Egress.Chain chain) {
            StringBuilder text = new StringBuilder();
            for (Hop hop : chain.hops()) {
                text.append(hop);
                hop.credentials()
                        .ifPresent(known ->
                                text.append('\0')
                                        .append(known.user())
                                        .append('\0')
                                        .append(known.password()));
                text.append('\0');
            }
            return text;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return egress.toString();
        }
    }
}
