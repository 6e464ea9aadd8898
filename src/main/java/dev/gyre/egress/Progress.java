package dev.gyre.egress;

import dev.gyre.net.Cidr;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// What the pool after this one goes on with, as long as it has the same key: how far each prefix has come, and the sessions of each
/// gateway. Filled while a pool is made.
final class Progress {

    /// A prefix begins anywhere below this place: two runs of one secret don't begin alike.
    private static final long BEGIN = 1L << 61;

    private record PrefixKey(Cidr block, int spread) {}

    private record GatewayKey(GatewayTemplate template, Optional<String> country) {}

    private final PoolKey key;
    private final Map<PrefixKey, AtomicLong> prefixes = new HashMap<>();
    private final Map<GatewayKey, GatewaySessions> gateways = new HashMap<>();
    private final Optional<Progress> before;

    private Progress(PoolKey key, Optional<Progress> before) {
        this.key = key;
        this.before = before;
    }

    static Progress begin(PoolKey key) {
        return new Progress(key, Optional.empty());
    }

    /// What a pool of this key goes on with; only while it is made, then [#settled].
    Progress next(PoolKey next) {
        return next.equals(key)
                ? new Progress(key, Optional.of(settled()))
                : new Progress(next, Optional.empty());
    }

    /// The same, without what came before: what no entry asked for is forgotten.
    Progress settled() {
        Progress settled = new Progress(key, Optional.empty());
        settled.prefixes.putAll(prefixes);
        settled.gateways.putAll(gateways);
        return settled;
    }

    PoolKey key() {
        return key;
    }

    /// How many addresses of a prefix were taken.
    AtomicLong of(EgressEntry.Prefix prefix) {
        PrefixKey its = new PrefixKey(prefix.block(), prefix.spread());
        return prefixes.computeIfAbsent(
                its,
                _ ->
                        before.map(old -> old.prefixes.get(its))
                                .orElseGet(() ->
                                        new AtomicLong(
                                                ThreadLocalRandom.current().nextLong(BEGIN))));
    }

    /// The sessions at a gateway for a country.
    GatewaySessions of(GatewayTemplate template, Optional<String> country, int count) {
        GatewayKey its = new GatewayKey(template, country);
        return gateways.computeIfAbsent(
                its,
                _ ->
                        before.map(old -> old.gateways.get(its))
                                .map(old -> old.resized(count))
                                .orElseGet(
                                        () -> new GatewaySessions(template, country, count, key)));
    }
}
