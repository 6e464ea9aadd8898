package dev.gyre.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.TestCertificates;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLEngine;

/// Due after ten seconds or ten bytes, quiet after two seconds, and a minute of grace; by a clock that stands still.
final class TunnelLifeTest {

    private static final Duration IDLE = Duration.ofDays(1);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final TunnelLimits NONE =
            new TunnelLimits(Optional.empty(), OptionalLong.empty(), IDLE, QUIET, GRACE);
    private static final TunnelLimits AGE =
            new TunnelLimits(
                    Optional.of(Duration.ofSeconds(10)), OptionalLong.empty(), IDLE, QUIET, GRACE);
    private static final TunnelLimits BYTES =
            new TunnelLimits(Optional.empty(), OptionalLong.of(10), IDLE, QUIET, GRACE);

    private final MockTicker clock = Ticker.newMockTicker();
    private final HalfCloseable client = new HalfCloseable(clock);
    private final HalfCloseable upstream = new HalfCloseable(clock);

    private final List<Long> counted = new ArrayList<>();

    private void join(TunnelLimits limits) {
        TunnelPipeline.join(client, upstream, limits, counted::add, null);
        TunnelPipeline.flow(client, upstream);
    }

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

    /// Until the next timer of the client's loop; negative when there is none.
    private Duration nextTimer() {
        return Duration.ofNanos(client.runScheduledPendingTasks());
    }

    private void assertOpen() {
        assertThat(client.isOutputShutdown()).as("the client has been told the end").isFalse();
        assertThat(upstream.isOutputShutdown()).as("the target has been told the end").isFalse();
    }

    private void assertEnded() {
        assertThat(client.isOutputShutdown()).as("the client has been told the end").isTrue();
        assertThat(upstream.isOutputShutdown()).as("the target has been told the end").isTrue();
    }

    @Test
    void endsOnceItIsOldAndQuiet() {
        join(AGE);
        pass(9_999);
        client.says("late");
        pass(1);
        pass(1_999);
        assertOpen();
        pass(1);
        assertEnded();
        assertThat(upstream.heard()).isEqualTo("late");
    }

    @Test
    void isNotEndedWhileBytesMoveInEitherDirection() {
        join(AGE);
        for (int second = 0; second < 40; second += 2) {
            client.says("?");
            pass(1_000);
            upstream.says("!");
            pass(1_000);
            assertOpen();
        }
        assertThat(upstream.heard()).isEqualTo("?".repeat(20));
        assertThat(client.heard()).isEqualTo("!".repeat(20));
        pass(2_000);
        assertEnded();
    }

    @Test
    void isEndedAtLastWhenItIsNeverQuiet() {
        join(AGE);
        for (int second = 0; second < 70; second++) {
            upstream.says("!");
            assertOpen();
            pass(1_000);
        }
        assertEnded();
        assertThat(client.heard()).isEqualTo("!".repeat(70));
    }

    @Test
    void aGraceShorterThanTheQuietIsTheLimitAllTheSame() {
        join(new TunnelLimits(AGE.maxAge(), AGE.maxBytes(), IDLE, QUIET, Duration.ofMillis(500)));
        pass(10_000);
        pass(499);
        assertOpen();
        pass(1);
        assertEnded();
    }

    @Test
    void bytesOfBothDirectionsMakeItDue() {
        join(BYTES);
        client.says("123456");
        upstream.says("789");
        pass(3_600_000);
        assertOpen();
        upstream.says("X");
        pass(0);
        pass(1_999);
        assertOpen();
        pass(1);
        assertEnded();
        assertThat(client.heard()).isEqualTo("789X");
    }

    @Test
    void aDownloadIsNotEndedForItsBytesBeforeItPauses() {
        join(BYTES);
        for (int second = 0; second < 50; second++) {
            upstream.says("download, ");
            pass(1_000);
            assertOpen();
        }
        pass(2_000);
        assertEnded();
        assertThat(client.heard()).isEqualTo("download, ".repeat(50));
    }

    @Test
    void dueByItsBytesItIsNotDueByItsAgeAgain() {
        join(new TunnelLimits(AGE.maxAge(), BYTES.maxBytes(), IDLE, QUIET, GRACE));
        client.says("0123456789");
        for (int second = 0; second < 59; second++) {
            client.says("!");
            pass(1_000);
            assertOpen();
        }
        client.says("!");
        pass(1_000);
        assertEnded();
    }

    @Test
    void withoutALimitThereIsNoTimerButThatForIdleness() {
        join(NONE);
        assertThat(nextTimer()).isEqualTo(IDLE);
        client.says("x".repeat(1 << 20));
        pass(3_600_000);
        assertOpen();
        assertThat(nextTimer()).isEqualTo(IDLE.minusHours(1));
    }

    @Test
    void aLimitOfBytesNeedsNoTimerBeforeItIsReached() {
        join(BYTES);
        assertThat(nextTimer()).isEqualTo(IDLE);
    }

    @Test
    void theClientsEndTakesTheTimerAlong() {
        join(AGE);
        assertThat(nextTimer()).hasSeconds(10);
        upstream.says("last words");
        upstream.sticks();
        client.says("wait for me");
        client.close();
        assertThat(upstream.isActive()).as("the target is still there").isTrue();
        assertThat(nextTimer()).as("the next timer").isNegative();
    }

    @Test
    void theTargetsEndTakesTheTimerAlongEvenWhenItIsDue() {
        join(AGE);
        pass(10_000);
        assertThat(nextTimer()).isEqualTo(QUIET);
        client.sticks();
        upstream.says("wait for me");
        upstream.close();
        assertThat(client.isActive()).as("the client is still there").isTrue();
        assertThat(nextTimer()).hasSeconds(RelayHandler.LAST_SECONDS);
    }

    @Test
    void whatIsOverIsNotMadeDueByBytes() {
        join(BYTES);
        upstream.sticks();
        client.says("wait for me");
        client.close();
        upstream.says("0123456789");
        assertThat(nextTimer()).as("the next timer").isNegative();
    }

    @Test
    void whatASideHasNotTakenYetIsNoQuiet() {
        join(AGE);
        upstream.sticks();
        client.says("slowly");
        pass(10_000);
        for (int i = 0; i < 10; i++) {
            pass(2_000);
            assertOpen();
        }
        upstream.getsLoose();
        pass(2_000);
        assertOpen();
        pass(2_000);
        assertEnded();
        assertThat(upstream.heard()).isEqualTo("slowly");
    }

    @Test
    void whatWasReadIsWrittenBeforeTheEndEvenWhenTheGraceIsOver() {
        join(AGE);
        client.sticks();
        upstream.says("slowly");
        pass(10_000);
        for (int i = 0; i < 30; i++) {
            pass(2_000);
        }
        assertThat(upstream.isOutputShutdown()).as("the target has been told the end").isTrue();
        assertThat(client.isOutputShutdown()).as("the client has been told the end").isFalse();
        pass(59_999);
        assertThat(client.isActive()).isTrue();
        client.getsLoose();
        assertThat(client.heard()).isEqualTo("slowly");
        assertThat(client.isOutputShutdown()).as("the client has been told the end").isTrue();
        assertThat(client.isActive()).isTrue();
    }

    @Test
    void aSideThatTakesNothingIsNotWaitedForForEver() {
        join(AGE);
        client.sticks();
        upstream.says("slowly");
        pass(10_000);
        for (int i = 0; i < 30; i++) {
            pass(2_000);
        }
        pass(60_000);
        assertThat(client.isActive()).isFalse();
        assertThat(nextTimer()).as("the next timer").isNegative();
    }

    @Test
    void eachSideIsHeardOutAndThenClosed() {
        join(AGE);
        pass(10_000);
        pass(2_000);
        assertEnded();
        upstream.says("too late");
        client.says("too late");
        assertThat(client.heard() + upstream.heard()).isEmpty();
        client.endsInput();
        assertThat(client.isActive()).as("the client has ended").isFalse();
        assertThat(nextTimer()).as("the client's next timer").isNegative();
        assertThat(upstream.isActive()).as("the target has not ended").isTrue();
        pass(1_999);
        assertThat(upstream.isActive()).isTrue();
        pass(1);
        assertThat(upstream.isActive()).isFalse();
    }

    @Test
    void aSideThatHasSaidAllBeforeIsClosedAtOnce() {
        join(AGE);
        client.endsInput();
        assertThat(upstream.isOutputShutdown()).isTrue();
        upstream.says("the answer");
        pass(10_000);
        pass(2_000);
        assertThat(client.heard()).isEqualTo("the answer");
        assertThat(client.isActive()).isFalse();
        assertThat(upstream.isActive()).as("may still say something").isTrue();
        pass(2_000);
        assertThat(upstream.isActive()).isFalse();
    }

    /// TLS that just stops is taken for an attack by whoever is strict.
    @Test
    void tlsIsEndedAsTlsIs() throws Exception {
        TestCertificates certificates = TestCertificates.create();
        SSLEngine engine = certificates.server("hop.example").createSSLEngine();
        engine.setUseClientMode(false);
        SslHandler hop = new SslHandler(engine);
        EmbeddedChannel far = new EmbeddedChannel(hop);
        SslHandler tls =
                SslContextBuilder.forClient()
                        .trustManager(certificates.trust())
                        .build()
                        .newHandler(upstream.alloc(), "hop.example", 443);
        upstream.pipeline().addFirst(tls);
        carry(upstream, far);
        assertThat(tls.handshakeFuture().isSuccess()).isTrue();
        join(AGE);
        client.says("hello");
        pass(10_000);
        pass(2_000);
        assertThat(hop.sslCloseFuture().isDone()).isFalse();
        carry(upstream, far);
        assertThat(hop.sslCloseFuture().isSuccess()).as("TLS has been ended").isTrue();
        ByteBuf heard = far.readInbound();
        assertThat(heard.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
        heard.release();
        assertThat(upstream.isActive()).isFalse();
        far.finishAndReleaseAll();
    }

    /// Until neither has anything more to say.
    private static void carry(EmbeddedChannel one, EmbeddedChannel other) {
        boolean moved = true;
        while (moved) {
            moved = move(one, other) | move(other, one);
        }
    }

    private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
        ByteBuf bytes = from.readOutbound();
        if (bytes == null) {
            return false;
        }
        if (to.isActive()) {
            to.writeInbound(bytes);
        } else {
            bytes.release();
        }
        return true;
    }

    @Test
    void anErrorAfterTheEndClosesThatSideAlone() {
        join(AGE);
        pass(10_000);
        pass(2_000);
        upstream.pipeline().fireExceptionCaught(new IOException("reset"));
        assertThat(upstream.isActive()).isFalse();
        assertThat(client.isActive()).isTrue();
    }

    @Test
    void anIdleTunnelIsClosedThoughItIsNotDue() {
        join(new TunnelLimits(AGE.maxAge(), AGE.maxBytes(), Duration.ofSeconds(5), QUIET, GRACE));
        pass(5_000);
        assertThat(client.isActive()).isFalse();
        assertThat(upstream.isActive()).isFalse();
        assertThat(nextTimer()).as("the next timer").isNegative();
    }

    @Test
    void tellsWhatHasPassedInPartsAndTheRestAtTheEnd() {
        join(NONE);
        client.says("x".repeat(40_000));
        assertThat(counted).isEmpty();
        upstream.says("y".repeat(40_000));
        upstream.says("z");
        assertThat(counted).containsExactly(80_000L);
        client.close();
        upstream.close();
        assertThat(counted).containsExactly(80_000L, 1L);
    }
}
