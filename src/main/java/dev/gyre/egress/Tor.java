package dev.gyre.egress;

import dev.gyre.net.Credentials;
import dev.gyre.net.Target;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// A Tor process, which takes another circuit for each user name and password (IsolateSOCKSAuth). It counts as one egress beside
/// others, but each that is taken from it has credentials of its own: whoever keeps the egress keeps the circuit, and nobody else has
/// it.
final class Tor implements Block {

    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";

    /// Of five bits each: as many as hold 128.
    private static final int LENGTH = 26;

    private static final Credentials NOBODY = new Credentials("", "");

    private static final Pattern OURS = Pattern.compile("[a-z2-7]{" + LENGTH + "}");

    private final int entry;
    private final Kind kind;
    private final Hop hop;

    /// Stands for all circuits where they have something in common. Nobody leaves by it.
    private final Egress.Chain whole;

    /// For those that come from a hash.
    private final PoolKey key;

    /// For all others: new ones in each pool.
    private final PoolKey fresh = PoolKey.random();

    private final AtomicLong taken = new AtomicLong();

    Tor(int entry, Kind kind, Hop hop, PoolKey key) {
        this.entry = entry;
        this.kind = kind;
        this.hop = hop;
        this.whole = new Egress.Chain(List.of(hop.with(Optional.of(NOBODY))));
        this.key = key.derived("tor " + hop.server());
    }

    Target server() {
        return hop.server();
    }

    /// Its SOCKS port, without credentials.
    Hop hop() {
        return hop;
    }

    /// Stands for the process: what is known of it holds for each of its egresses.
    Egress.Chain whole() {
        return whole;
    }

    /// Whether this is one of its egresses, of this pool or one before.
    boolean has(Egress.Chain chain) {
        return chain.hops().size() == 1
                && chain.last().scheme() == hop.scheme()
                && chain.last().server().equals(hop.server())
                && chain.last().resolvesNames() == hop.resolvesNames()
                && chain.last()
                        .credentials()
                        .filter(known ->
                                OURS.matcher(known.user()).matches()
                                        && OURS.matcher(known.password()).matches())
                        .isPresent();
    }

    @Override
    public int entry() {
        return entry;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public BigInteger size() {
        return BigInteger.ONE;
    }

    @Override
    public long count() {
        return 1;
    }

    /// A new one each time.
    @Override
    public Egress at(long index) {
        Objects.checkIndex(index, 1);
        return chain(fresh.derived(taken.getAndIncrement(), 0));
    }

    @Override
    public Egress any(RandomGenerator random) {
        return at(0);
    }

    @Override
    public boolean isSequence() {
        return true;
    }

    @Override
    public Egress hashed(long hash) {
        return chain(key.derived(hash, 0));
    }

    @Override
    public long identity() {
        return Hashing.of(toString());
    }

    private Egress chain(PoolKey its) {
        Credentials credentials = new Credentials(word(its, 0), word(its, 1));
        return new Egress.Chain(List.of(hop.with(Optional.of(credentials))));
    }

    private static String word(PoolKey key, long number) {
        StringBuilder word = new StringBuilder(LENGTH);
        long bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            // Twelve characters of five bits from each number.
            bits = i % 12 == 0 ? key.hash(number, i, 0) : bits >>> 5;
            word.append(DIGITS.charAt((int) (bits & 31)));
        }
        return word.toString();
    }

    @Override
    public String toString() {
        return "tor " + server() + (hop.resolvesNames() ? "" : " (resolve: through)");
    }
}
