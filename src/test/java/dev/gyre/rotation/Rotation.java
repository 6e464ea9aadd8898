package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Reach;
import dev.gyre.health.Health;
import dev.gyre.health.HealthCounts;
import dev.gyre.health.HealthSettings;
import dev.gyre.net.Target;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// A rotator with its sessions, on a clock and a seeded random source of the test's own.
final class Rotation {

    static final Target TARGET = target("www.example.com:80");

    final RotationCounts counts = new RotationCounts();
    final Rotator rotator;
    final Sessions sessions;

    final HealthCounts healthCounts = new HealthCounts();
    final Health health;

    Rotation(EgressPool pool, RotationSettings settings, LongSupplier nanoTime) {
        this(pool, settings, HealthSettings.DEFAULT, nanoTime);
    }

    Rotation(
            EgressPool pool,
            RotationSettings settings,
            HealthSettings healthSettings,
            LongSupplier nanoTime) {
        this(pool, settings, healthSettings, seeded(), nanoTime);
    }

    private Rotation(
            EgressPool pool,
            RotationSettings settings,
            HealthSettings healthSettings,
            Supplier<RandomGenerator> random,
            LongSupplier nanoTime) {
        this.health = new Health(healthSettings, random, nanoTime, healthCounts);
        this.rotator = new Rotator(pool, settings, counts, health, random, nanoTime);
        this.sessions = new Sessions(settings, Secret.of("a secret of the test"), counts, nanoTime);
    }

    private static Supplier<RandomGenerator> seeded() {
        RandomGenerator random = new SplittableRandom(7);
        return () -> random;
    }

    /// One for several threads, as it is in a proxy.
    static Rotation unpredictable(
            EgressPool pool, RotationSettings settings, HealthSettings healthSettings) {
        return new Rotation(
                pool, settings, healthSettings, Unpredictable::current, System::nanoTime);
    }

    static Target target(String text) {
        return Target.parse(text).orElseThrow();
    }

    /// The session of a client connection's first request.
    Session begin(InetAddress client) {
        return begin(client, Wish.NONE, TARGET);
    }

    Session begin(InetAddress client, Wish wish, Target target) {
        return sessions.of(new Identity(client, "", 0), wish, target, Optional.empty());
    }

    /// The session of the request after this one on the same connection.
    Session follow(Session before) {
        return sessions.of(before.who(), Wish.NONE, TARGET, Optional.of(before));
    }

    Leasing lease(Session session, Reach wanted, Set<Egress> tried) {
        return rotator.lease(session, wanted, tried, TARGET);
    }

    Lease take(Session session, Reach wanted) {
        return (Lease) lease(session, wanted, Set.of());
    }

    Lease take(Session session, Reach wanted, Target target) {
        return (Lease) rotator.lease(session, wanted, Set.of(), target);
    }
}
