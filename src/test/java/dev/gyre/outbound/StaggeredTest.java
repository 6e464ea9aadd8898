package dev.gyre.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Promise;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The addresses of a target against each other, on a clock of the test's.
final class StaggeredTest {

    private static final Duration DELAY = Between.TARGET.delay();
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final EmbeddedChannel machine = new EmbeddedChannel();
    private final Promise<Channel> result = machine.eventLoop().newPromise();
    private final Map<String, Attempt> begun = new LinkedHashMap<>();
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private Between between = Between.TARGET;
    private Allowance beside = new Allowance(0);

    private void start(int allowance, String... addresses) {
        machine.freezeTime();
        beside = new Allowance(allowance);
        Staggered.connect(
                List.of(addresses).stream()
                        .map(literal -> Addresses.parse(literal).orElseThrow())
                        .toList(),
                between,
                beside,
                new Attempt(machine.eventLoop(), DEADLINE, result),
                this::begin);
    }

    private void begin(InetAddress address, Attempt part) {
        String name = Addresses.text(address);
        begun.put(name, part);
        part.blameWhenLate(() -> new FailureException(Failure.CONNECT_TIMEOUT, name));
    }

    private void pass(Duration time) {
        machine.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        machine.runScheduledPendingTasks();
    }

    private EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channels.add(channel);
        return channel;
    }

    private Failure failure() {
        assertThat(result.cause()).isInstanceOf(FailureException.class);
        return ((FailureException) result.cause()).failure();
    }

    private boolean isGivenBack(int allowance) {
        boolean all = true;
        for (int i = 0; i < allowance; i++) {
            all &= beside.take();
        }
        return all && !beside.take();
    }

    @Test
    void theNextBeginsWhenOneIsSlowAndTheFirstThatIsUpIsTaken() {
        start(9, "192.0.2.1", "192.0.2.2", "192.0.2.3");
        assertThat(begun).containsOnlyKeys("192.0.2.1");
        pass(DELAY.minusMillis(1));
        assertThat(begun).hasSize(1);
        pass(Duration.ofMillis(1));
        assertThat(begun.keySet()).containsExactly("192.0.2.1", "192.0.2.2");
        EmbeddedChannel channel = channel();
        begun.get("192.0.2.2").succeed(channel);
        machine.runPendingTasks();
        assertThat(result.getNow()).isSameAs(channel);
        assertThat(channel.isOpen()).isTrue();
        assertThat(begun.get("192.0.2.1").outcome().isCancelled()).isTrue();
        pass(DEADLINE);
        assertThat(begun).hasSize(2);
        assertThat(isGivenBack(9)).isTrue();
    }

    @Test
    void whatIsUpTooLateIsClosed() {
        start(9, "192.0.2.1", "192.0.2.2");
        pass(DELAY);
        begun.get("192.0.2.1").succeed(channel());
        begun.get("192.0.2.2").succeed(channel());
        machine.runPendingTasks();
        assertThat(channels.getFirst().isOpen()).isTrue();
        assertThat(channels.getLast().isOpen()).isFalse();
    }

    @Test
    void theNextBeginsAtOnceWhenOneFails() {
        start(9, "192.0.2.1", "192.0.2.2", "192.0.2.3");
        begun.get("192.0.2.1").fail(Failure.UNREACHABLE, "");
        machine.runPendingTasks();
        assertThat(begun).hasSize(2);
        begun.get("192.0.2.2").fail(Failure.CONNECTION_REFUSED, "two");
        machine.runPendingTasks();
        begun.get("192.0.2.3").fail(Failure.UNREACHABLE, "");
        machine.runPendingTasks();
        assertThat(failure()).isEqualTo(Failure.CONNECTION_REFUSED);
    }

    @Test
    void fourAreTriedAtMost() {
        start(9, "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5");
        for (int i = 0; i < 9; i++) {
            pass(DELAY);
        }
        assertThat(begun).hasSize(4).doesNotContainKey("192.0.2.5");
        pass(DEADLINE);
        assertThat(failure()).isEqualTo(Failure.CONNECT_TIMEOUT);
        assertThat(begun.values()).allMatch(each -> each.outcome().isCancelled());
        assertThat(isGivenBack(9)).isTrue();
    }

    @Test
    void besideAnotherOnlyAsManyAreTriedAsAreAllowed() {
        start(1, "192.0.2.1", "192.0.2.2", "192.0.2.3");
        pass(DELAY);
        pass(DELAY);
        pass(DELAY);
        assertThat(begun).hasSize(2);
        begun.get("192.0.2.2").fail(Failure.UNREACHABLE, "");
        machine.runPendingTasks();
        assertThat(begun).hasSize(3);
    }

    @Test
    void withoutAllowanceTheSlowOneIsGivenUpForTheNext() {
        start(0, "192.0.2.1", "192.0.2.2", "192.0.2.3");
        for (Duration passed = DELAY;
                passed.compareTo(between.patience()) < 0;
                passed = passed.plus(DELAY)) {
            pass(DELAY);
            assertThat(begun).hasSize(1);
        }
        pass(DELAY);
        machine.runPendingTasks();
        assertThat(begun).hasSize(2);
        assertThat(begun.get("192.0.2.1").isOver()).isTrue();
        begun.get("192.0.2.2").fail(Failure.CONNECTION_REFUSED, "");
        machine.runPendingTasks();
        assertThat(begun).hasSize(3);
        pass(DEADLINE);
        assertThat(failure()).isEqualTo(Failure.CONNECTION_REFUSED);
    }

    @Test
    void theHopThatIsConnectedFirstIsKeptToWhateverComesOfIt() {
        between = Between.HOP;
        start(9, "192.0.2.1", "192.0.2.2", "192.0.2.3");
        pass(DELAY);
        begun.get("192.0.2.2").allow(DEADLINE);
        machine.runPendingTasks();
        assertThat(begun.get("192.0.2.1").outcome().isCancelled()).isTrue();
        pass(DELAY);
        assertThat(begun).hasSize(2);
        assertThat(result.isDone()).isFalse();
        begun.get("192.0.2.2").fail(Failure.HOP_AUTHENTICATION, "");
        machine.runPendingTasks();
        assertThat(failure()).isEqualTo(Failure.HOP_AUTHENTICATION);
        assertThat(isGivenBack(9)).isTrue();
    }

    @Test
    void theNextAddressOfAHopIsTriedOnlyWhenOneCannotBeReached() {
        between = Between.HOP;
        start(9, "192.0.2.1", "192.0.2.2", "192.0.2.3");
        begun.get("192.0.2.1").fail(Failure.HOP_UNREACHABLE, "");
        machine.runPendingTasks();
        assertThat(begun).hasSize(2);
        begun.get("192.0.2.2").fail(Failure.HOP_TLS, "");
        machine.runPendingTasks();
        assertThat(begun).hasSize(2);
        assertThat(failure()).isEqualTo(Failure.HOP_TLS);
    }

    @Test
    void oneAddressIsTheAttemptItself() {
        start(0, "192.0.2.1");
        pass(DELAY);
        begun.get("192.0.2.1").fail(Failure.UNREACHABLE, "");
        assertThat(failure()).isEqualTo(Failure.UNREACHABLE);
    }

    @Test
    void whatIsWrongWithTheEgressIsNoReasonToTryAnother() {
        start(9, "192.0.2.1", "192.0.2.2", "192.0.2.3");
        pass(DELAY);
        begun.get("192.0.2.1").fail(Failure.SOURCE_UNAVAILABLE, "");
        machine.runPendingTasks();
        pass(DELAY);
        assertThat(begun).hasSize(2);
        assertThat(result.isDone()).isFalse();
        begun.get("192.0.2.2").fail(Failure.CONNECTION_REFUSED, "");
        machine.runPendingTasks();
        assertThat(failure()).isEqualTo(Failure.SOURCE_UNAVAILABLE);
    }

    @Test
    void atTheDeadlineARefusalTellsMoreThanSilence() {
        start(9, "192.0.2.1", "192.0.2.2");
        pass(DELAY);
        begun.get("192.0.2.2").fail(Failure.CONNECTION_REFUSED, "");
        machine.runPendingTasks();
        pass(DEADLINE);
        assertThat(failure()).isEqualTo(Failure.CONNECTION_REFUSED);
    }

    @Test
    void allEndWhenNobodyWaits() {
        start(9, "192.0.2.1", "192.0.2.2", "192.0.2.3");
        pass(DELAY);
        result.cancel(false);
        machine.runPendingTasks();
        assertThat(begun.values()).hasSize(2).allMatch(each -> each.outcome().isCancelled());
        pass(DELAY);
        assertThat(begun).hasSize(2);
    }

    @Test
    void anotherPhaseOfOneGivesAllOfThemTimeOnce() {
        start(9, "192.0.2.1", "192.0.2.2");
        pass(DEADLINE.minusSeconds(1));
        begun.get("192.0.2.1").allow(DEADLINE);
        pass(Duration.ofSeconds(2));
        assertThat(result.isDone()).isFalse();
        begun.get("192.0.2.2").allow(DEADLINE);
        pass(DEADLINE.minusSeconds(2));
        assertThat(result.isDone()).isTrue();
    }
}
