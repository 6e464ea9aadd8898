package dev.gyre.app.upkeep;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Grade;
import dev.gyre.health.Learned;
import dev.gyre.net.Site;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What was learned of one egress, with points in time instead of times from now, so that it means the same later on.
///
/// @param id by which the egress is known
/// @param since when this was first so
/// @param out until when it is out, if it is
/// @param quota what has passed by it, if that is limited
record Remembered(
        String id,
        Instant since,
        Optional<Grade> grade,
        Optional<Instant> out,
        Duration backoff,
        Optional<Quota> quota,
        List<CoolDown> coolDowns) {

    Remembered {
        coolDowns = List.copyOf(coolDowns);
    }

    record Quota(long requests, long bytes, Instant until) {}

    record CoolDown(Site site, Instant until, Duration length) {}

    static Remembered of(String id, Learned learned, Instant now) {
        return new Remembered(
                id,
                second(now),
                learned.grade(),
                learned.out().map(left -> second(now.plus(left))),
                milli(learned.backoff()),
                learned.quota()
                        .map(quota ->
                                new Quota(
                                        quota.requests(),
                                        quota.bytes(),
                                        second(now.plus(quota.left())))),
                learned.coolDowns().stream()
                        .map(each ->
                                new CoolDown(
                                        each.site(),
                                        second(now.plus(each.left())),
                                        milli(each.length())))
                        .sorted(Comparator.comparing(each -> each.site().name()))
                        .toList());
    }

    /// Of this egress, from now.
    Learned learned(Egress egress, Instant now) {
        return new Learned(
                egress,
                grade,
                out.map(until -> left(until, now)),
                backoff,
                quota.filter(each -> each.until().isAfter(now))
                        .map(each ->
                                new Learned.Quota(
                                        each.requests(), each.bytes(), left(each.until(), now))),
                coolDowns.stream()
                        .filter(each -> each.until().isAfter(now))
                        .map(each ->
                                new Learned.CoolDown(
                                        each.site(), left(each.until(), now), each.length()))
                        .toList());
    }

    /// The same, as old as the other if that says the same.
    Remembered asOldAs(Remembered other) {
        Remembered aged = new Remembered(id, other.since, grade, out, backoff, quota, coolDowns);
        return aged.equals(other) ? other : this;
    }

    private static Duration left(Instant until, Instant now) {
        Duration left = Duration.between(now, until);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// To the next whole second or the last, so that what has not changed looks the same a minute later.
    private static Instant second(Instant time) {
        return Instant.ofEpochSecond(time.plusMillis(500).getEpochSecond());
    }

    private static Duration milli(Duration time) {
        return Duration.ofMillis(time.toMillis());
    }
}
