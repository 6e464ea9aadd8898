package dev.gyre.inbound.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

final class DeadlineTest {

    private final MockTicker clock = Ticker.newMockTicker();
    private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(clock).build();
    private int expired;
    private final Deadline deadline = new Deadline(channel.eventLoop(), () -> expired++);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void pass(int millis) {
        clock.advance(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void expiresOnce() {
        deadline.in(Duration.ofMillis(100));
        pass(99);
        assertThat(expired).isZero();
        pass(1);
        assertThat(expired).isOne();
        pass(1000);
        assertThat(expired).isOne();
    }

    @Test
    void mayBePutOffAgainAndAgain() {
        for (int i = 0; i < 10; i++) {
            deadline.in(Duration.ofMillis(100));
            pass(60);
        }
        assertThat(expired).isZero();
        pass(40);
        assertThat(expired).isOne();
    }

    @Test
    void mayBeBroughtForward() {
        deadline.in(Duration.ofMinutes(5));
        pass(50);
        deadline.in(Duration.ofMillis(100));
        pass(99);
        assertThat(expired).isZero();
        pass(1);
        assertThat(expired).isOne();
    }

    @Test
    void doesNotExpireOnceItIsCleared() {
        deadline.in(Duration.ofMillis(100));
        deadline.clear();
        pass(1000);
        assertThat(expired).isZero();
        deadline.in(Duration.ofMillis(100));
        pass(100);
        assertThat(expired).isOne();
    }

    @Test
    void aNewOneAfterAnEarlierTimerIsNotLost() {
        deadline.in(Duration.ofMillis(100));
        deadline.clear();
        pass(50);
        deadline.in(Duration.ofMillis(100));
        pass(60); // the timer of the first
        assertThat(expired).isZero();
        pass(40);
        assertThat(expired).isOne();
    }

    @Test
    void holdsNothingAfterItsEnd() {
        deadline.in(Duration.ofMillis(100));
        deadline.end();
        assertThat(channel.runScheduledPendingTasks()).as("nothing is scheduled").isEqualTo(-1);
        pass(1000);
        assertThat(expired).isZero();
    }
}
