package dev.gyre.app.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Random;

final class PaceTest {

    private final Random random = new Random(1);

    private void isAbout(Duration wait, Duration expected) {
        assertThat((double) wait.toMillis() / expected.toMillis()).isBetween(0.899, 1.101);
    }

    @Test
    void waitsForTheIntervalATenthMoreOrLess() {
        Pace pace = new Pace(Duration.ofMinutes(10));
        double least = 2;
        double most = 0;
        for (int i = 0; i < 1000; i++) {
            Duration wait = pace.next(0, random);
            isAbout(wait, Duration.ofMinutes(10));
            least = Math.min(least, wait.toMillis() / 600_000.0);
            most = Math.max(most, wait.toMillis() / 600_000.0);
        }
        assertThat(least).isLessThan(0.91);
        assertThat(most).isGreaterThan(1.09);
    }

    @Test
    void waitsTwiceAsLongAfterEachFailure() {
        Pace daily = new Pace(Duration.ofDays(1));
        isAbout(daily.next(1, random), Duration.ofSeconds(10));
        isAbout(daily.next(2, random), Duration.ofSeconds(20));
        isAbout(daily.next(8, random), Duration.ofSeconds(1280));
        isAbout(daily.next(1_000_000, random), Duration.ofDays(1));
        isAbout(new Pace(Duration.ofMinutes(1)).next(30, random), Duration.ofHours(1));
    }
}
