package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;
import dev.gyre.net.Site;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// What is known of egresses as one request finds it. Made for one choice, used on one thread.
public final class Look {

    private final KnownEgresses known;
    private final @Nullable Site site;
    private final CoolDowns.@Nullable OfSite coolDowns;
    private final LongSupplier clock;
    private final @Nullable EgressPool pool;
    private final boolean nothing;
    private long now;
    private boolean timed;

    /// @param site the target's, where that makes a difference
    /// @param pool tells which egresses stand or fall together
    Look(
            KnownEgresses known,
            @Nullable Site site,
            CoolDowns.@Nullable OfSite coolDowns,
            LongSupplier clock,
            @Nullable EgressPool pool) {
        this.known = known;
        this.pool = pool;
        this.site = site;
        this.coolDowns = coolDowns;
        this.clock = clock;
        this.nothing = coolDowns == null && known.isEmpty();
    }

    /// The bits of an egress's [Standing]. Costs next to nothing for one of which nothing is known.
    public int of(Egress egress) {
        if (nothing) {
            return Standing.GOOD;
        }
        int bits = Standing.GOOD;
        Known its = known.find(egress);
        if (its != null) {
            bits = its.standing(now(), site);
        }
        @Nullable Egress whole = pool == null ? null : pool.whole(egress);
        Known all = whole == null ? null : known.find(whole);
        if (all != null) {
            bits = Whole.standing(bits, all.standing(now(), null));
        }
        if (coolDowns != null && coolDowns.isCooling(egress, now())) {
            bits |= Standing.COOLING;
        }
        return bits;
    }

    private long now() {
        if (!timed) {
            now = clock.getAsLong();
            timed = true;
        }
        return now;
    }

    /// Of those that the site does not want now, the one that it will want again first, if any will do.
    public Optional<Egress> firstOver(Predicate<Egress> willDo) {
        return coolDowns == null ? Optional.empty() : coolDowns.firstOver(now(), willDo);
    }

    /// More egresses than anything can be known of.
    public long most() {
        return nothing ? 0 : known.size() + (coolDowns == null ? 0L : coolDowns.size());
    }
}
