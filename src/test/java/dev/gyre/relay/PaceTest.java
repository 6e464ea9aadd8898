package dev.gyre.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/// Channels that are not read for a while, by a clock that stands still.
final class PaceTest {

    private static final TunnelLimits NONE =
            new TunnelLimits(
                    Optional.empty(),
                    OptionalLong.empty(),
                    Duration.ofDays(1),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(1));

    private final MockTicker clock = Ticker.newMockTicker();
    private final HalfCloseable client = new HalfCloseable(clock);
    private final HalfCloseable upstream = new HalfCloseable(clock);

    /// What the toll says to what passes, one after the other; then nothing is due.
    private final Queue<Long> said = new ArrayDeque<>();

    private final List<Integer> passed = new ArrayList<>();
    private long more;

    private final Toll toll =
            new Toll() {
                @Override
                public long pass(int bytes) {
                    passed.add(bytes);
                    Long next = said.poll();
                    return next == null ? 0 : next;
                }

                @Override
                public long more() {
                    return more;
                }
            };

    @AfterEach
    void close() {
        client.finishAndReleaseAll();
        upstream.finishAndReleaseAll();
    }

    private void pass(int millis) {
        clock.advance(millis, TimeUnit.MILLISECONDS);
        client.runScheduledPendingTasks();
        upstream.runScheduledPendingTasks();
    }

    private void pause(int millis) {
        Pace.pause(client, nanos(millis), () -> more);
    }

    private static long nanos(int millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private boolean isRead() {
        return client.config().isAutoRead();
    }

    @Test
    void nobodyElseHasItReadDuringAPause() {
        pause(100);
        client.config().setAutoRead(true); // by a handler that is about to go
        pause(50);
        assertThat(isRead()).isFalse();
        client.config().setAutoRead(true);
        Pace.read(client, false);
        assertThat(isRead()).isFalse();
        Pace.read(client, true);
        assertThat(isRead()).isFalse();
        pass(101);
        assertThat(isRead()).isTrue();
    }

    @Test
    void aPauseEnds() {
        pause(10);
        assertThat(isRead()).isFalse();
        pass(9);
        assertThat(isRead()).isFalse();
        pass(1);
        assertThat(isRead()).isTrue();
        assertThat(client.runScheduledPendingTasks()).as("no timer is left").isNegative();
    }

    @Test
    void whoWantsToReadMeanwhileReadsAfterwards() {
        client.config().setAutoRead(false);
        pause(10);
        Pace.read(client, true);
        assertThat(isRead()).isFalse();
        pass(10);
        assertThat(isRead()).isTrue();
    }

    @Test
    void whoWantsNoneMeanwhileGetsNoneAfterwards() {
        pause(10);
        Pace.read(client, false);
        pass(10);
        assertThat(isRead()).isFalse();
        Pace.read(client, true);
        assertThat(isRead()).isTrue();
    }

    @Test
    void pausesThatOverlapAreOne() {
        pause(10);
        pass(5);
        pause(20);
        pause(1);
        pass(19);
        assertThat(isRead()).isFalse();
        pass(1);
        assertThat(isRead()).isTrue();
    }

    @Test
    void aPauseGoesOnWhileMoreIsDue() {
        pause(10);
        more = nanos(2);
        for (int i = 0; i < 5; i++) {
            pass(i == 0 ? 10 : 2);
            assertThat(isRead()).isFalse();
        }
        more = 0;
        pass(2);
        assertThat(isRead()).isTrue();
    }

    @Test
    void itEndsForWhoeverTakesTheChannelOver_andWithTheChannel() {
        pause(10);
        Pace.end(client);
        assertThat(client.runScheduledPendingTasks()).as("no timer is left").isNegative();
        pause(10);
        client.close();
        assertThat(client.runScheduledPendingTasks()).as("no timer is left").isNegative();
    }

    private void join() {
        TunnelPipeline.join(client, upstream, NONE, _ -> {}, toll);
        TunnelPipeline.flow(client, upstream);
    }

    @Test
    void aTunnelWaitsForWhatPassedBeforeIt() {
        said.add(nanos(10));
        join();
        assertThat(passed).containsExactly(0);
        assertThat(isRead()).isFalse();
        assertThat(upstream.config().isAutoRead()).isFalse();
        pass(10);
        assertThat(isRead()).isTrue();
        assertThat(upstream.config().isAutoRead()).isTrue();
    }

    @Test
    void theSideThatSpeaksIsPaused_andWhatItSaidPasses() {
        join();
        said.add(nanos(10));
        upstream.says("hello");
        assertThat(client.heard()).isEqualTo("hello");
        assertThat(upstream.config().isAutoRead()).isFalse();
        assertThat(isRead()).isTrue();
        client.says("hi");
        assertThat(upstream.heard()).isEqualTo("hi");
        pass(10);
        assertThat(upstream.config().isAutoRead()).isTrue();
        assertThat(passed).containsExactly(0, 5, 2);
    }

    @Test
    void whatMayNotPassEndsTheTunnel_afterWhatPassedBefore() {
        join();
        upstream.says("hello");
        said.add(Toll.OVER);
        said.add(Toll.OVER);
        upstream.says("too much");
        client.says("me too");
        pass(0);
        assertThat(client.heard()).isEqualTo("hello");
        assertThat(upstream.heard()).isEmpty();
        assertThat(client.isOutputShutdown()).as("the client has been told the end").isTrue();
        assertThat(upstream.isOutputShutdown()).as("the target has been told the end").isTrue();
        pass(3_000);
        assertThat(client.isOpen() || upstream.isOpen()).isFalse();
    }

    @Test
    void aTunnelThatWaitsForItsTurnIsNotIdle() {
        TunnelLimits idle =
                new TunnelLimits(
                        NONE.maxAge(),
                        NONE.maxBytes(),
                        Duration.ofMillis(100),
                        NONE.quiet(),
                        NONE.grace());
        TunnelPipeline.join(client, upstream, idle, _ -> {}, toll);
        TunnelPipeline.flow(client, upstream);
        said.add(nanos(1000));
        upstream.says("hello");
        for (int i = 0; i < 9; i++) {
            pass(100);
            assertThat(client.isActive()).isTrue();
            assertThat(upstream.isActive()).isTrue();
        }
        pass(100);
        pass(101);
        pass(101);
        assertThat(client.isActive()).as("idle by now").isFalse();
        assertThat(upstream.isActive()).isFalse();
    }
}
