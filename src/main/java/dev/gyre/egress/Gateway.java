package dev.gyre.egress;

import dev.gyre.net.Target;

import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The sessions at a gateway for one country, each an egress.
final class Gateway implements Block {

    private final int entry;
    private final Kind kind;
    private final String text;
    private final Target server;
    private final GatewaySessions sessions;

    Gateway(int entry, Kind kind, GatewayTemplate template, GatewaySessions sessions) {
        this.entry = entry;
        this.kind = kind;
        this.text = "gateway " + template;
        this.server = template.hop().server();
        this.sessions = sessions;
    }

    Target server() {
        return server;
    }

    GatewayTemplate template() {
        return sessions.template();
    }

    /// What `{country}` stands for.
    Optional<String> country() {
        return sessions.country();
    }

    /// Whether this is one of its sessions under the name that it has in every run with the same key.
    boolean isFirst(Egress.Chain chain) {
        return sessions.isFirst(chain);
    }

    boolean has(Egress.Chain chain) {
        return sessions.has(chain);
    }

    void renew(Egress.Chain chain) {
        sessions.renew(chain);
    }

    /// All that it stands for now.
    Stream<Egress.Chain> chains() {
        return LongStream.range(0, count()).mapToObj(index -> (Egress.Chain) at(index));
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
        return BigInteger.valueOf(count());
    }

    @Override
    public long count() {
        return sessions.count();
    }

    @Override
    public Egress at(long index) {
        return sessions.at((int) Objects.checkIndex(index, count()));
    }

    @Override
    public Egress any(RandomGenerator random) {
        return at(random.nextLong(count()));
    }

    @Override
    public Egress hashed(long hash) {
        return at(Math.unsignedMultiplyHigh(hash, count()));
    }

    @Override
    public long identity() {
        return Hashing.of(text + kind.labels().country().orElse(""));
    }

    @Override
    public String toString() {
        return text;
    }
}
