package dev.gyre.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.Grade;
import dev.gyre.net.Site;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/// Who waits for one egress and is woken for another has the next one look, whoever begins to use a third meanwhile.
final class LookingTest {

    private static final Site SITE = new Site("example.com");

    private final Health health =
            new Health(
                    new HealthSettings(
                            3,
                            50,
                            20,
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(10),
                            10,
                            CoolDownSettings.DEFAULT,
                            new CapSettings(
                                    OptionalInt.of(1),
                                    OptionalInt.empty(),
                                    Duration.ofSeconds(1),
                                    16),
                            Grade.ELITE),
                    () -> new SplittableRandom(1),
                    () -> 1,
                    new HealthCounts());

    private Use begin(int hop) {
        return Objects.requireNonNull(health.begin(Pool.hop(hop), SITE, false));
    }

    @Test
    void everybodyLooksUntilOneHasTakenIt() {
        health.use(Pool.of(10));
        Use first = begin(1);
        Use second = begin(2);
        List<String> woken = new ArrayList<>();
        health.whenFree(() -> woken.add("for the second"));
        health.whenFree(() -> woken.add("for the first"));
        health.whenFree(() -> woken.add("for the first, too"));
        first.ended();
        assertThat(woken).containsExactly("for the second");
        Use _ = begin(7);
        health.whenFree(() -> woken.add("for the second again"));
        assertThat(woken).containsExactly("for the second", "for the first");
        Use _ = begin(1);
        health.placeTaken();
        health.whenFree(() -> woken.add("comes later"));
        assertThat(woken).hasSize(2);
        second.ended();
        assertThat(woken).hasSize(3);
    }
}
