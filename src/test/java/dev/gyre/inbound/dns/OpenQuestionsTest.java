package dev.gyre.inbound.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Loopback;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What is bounded: questions in all and of one, and how fast they come.
final class OpenQuestionsTest {

    private static final InetAddress ONE = Loopback.address("192.0.2.1");
    private static final InetAddress OTHER = Loopback.address("192.0.2.2");
    private static final InetAddress THIRD = Loopback.address("192.0.2.3");

    @Test
    void leavesRoomForOthers() {
        OpenQuestions open = new OpenQuestions(3, 2);
        assertThat(open.take(ONE)).isPresent();
        Place second = open.take(ONE).orElseThrow();
        assertThat(open.take(ONE)).isEmpty();
        assertThat(open.take(OTHER)).isPresent();
        assertThat(open.take(THIRD)).as("all are taken").isEmpty();
        second.over();
        second.written();
        assertThat(open.take(THIRD)).isPresent();
    }

    @Test
    void aPlaceIsGivenBackOnceAndWhenBothHaveEnded() {
        OpenQuestions open = new OpenQuestions(2, 2);
        Place first = open.take(ONE).orElseThrow();
        Place second = open.take(ONE).orElseThrow();
        first.written();
        first.written();
        assertThat(open.await(Duration.ZERO)).isEqualTo(2);
        first.over();
        first.over();
        first.written();
        assertThat(open.await(Duration.ZERO)).isEqualTo(1);
        second.over();
        assertThat(open.await(Duration.ZERO)).isEqualTo(1);
        second.written();
        assertThat(open.await(Duration.ZERO)).isZero();
    }

    @Test
    void goesAtItsPace() {
        Pace pace = new Pace(3, 2, 0);
        List<Boolean> steps = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            steps.add(pace.allows(0));
        }
        assertThat(steps).containsExactly(true, true, true, false);
        assertThat(pace.allows(TimeUnit.MILLISECONDS.toNanos(499))).isFalse();
        assertThat(pace.allows(TimeUnit.MILLISECONDS.toNanos(501))).isTrue();
        assertThat(pace.allows(TimeUnit.MILLISECONDS.toNanos(502))).isFalse();
        long later = TimeUnit.HOURS.toNanos(1);
        for (int i = 0; i < 3; i++) {
            assertThat(pace.allows(later)).isTrue();
        }
        assertThat(pace.allows(later)).as("no more than at first").isFalse();
    }
}
