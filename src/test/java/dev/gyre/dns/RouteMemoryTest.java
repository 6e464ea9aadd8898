package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.net.Isolation;

import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TXTRecord;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

class RouteMemoryTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final AtomicLong now = new AtomicLong();
    private final RouteMemories memories = new RouteMemories(Keeping.STANDARD, () -> 0);

    @Test
    void keepsNoMoreAnswersThanItsBoundAndForgetsTheLongestUnused() {
        RouteMemory memory = memories.of(new Route.Unbound());
        for (int i = 0; i <= Keeping.STANDARD.answers(); i++) {
            memory.join(question(i), promise());
            memory.settle(question(i), Finding.noSuchName(60));
        }
        assertThat(memory.join(question(1), promise())).isInstanceOf(RouteMemory.Turn.Known.class);
        assertThat(memory.join(question(0), promise())).isInstanceOf(RouteMemory.Turn.First.class);
    }

    @Test
    void keepsNoAnswerThatHoldsForNoTime() {
        RouteMemory memory = memories.of(new Route.Unbound());
        memory.join(question(1), promise());
        memory.settle(question(1), Finding.noSuchName(0));
        assertThat(memory.join(question(1), promise())).isInstanceOf(RouteMemory.Turn.First.class);
    }

    @Test
    void handsTheAnswerToAllWhoWait() {
        RouteMemory memory = memories.of(new Route.Unbound());
        assertThat(memory.join(question(1), promise())).isInstanceOf(RouteMemory.Turn.First.class);
        assertThat(memory.join(question(1), promise())).isInstanceOf(RouteMemory.Turn.Joined.class);
        assertThat(memory.settle(question(1))).hasSize(2);
        assertThat(memory.join(question(1), promise())).isInstanceOf(RouteMemory.Turn.First.class);
    }

    @Test
    void forgetsTheRouteThatWasLongestUnused() {
        RouteMemory first = memories.of(route(0));
        RouteMemory next = memories.of(route(1));
        for (int i = 2; i <= RouteMemories.MAX_ROUTES; i++) {
            memories.of(route(i));
        }
        assertThat(memories.of(route(1))).isSameAs(next);
        assertThat(memories.of(route(0))).isNotSameAs(first);
    }

    @Test
    void keepsNoAnswerThatIsLarge() {
        RouteMemory memory = memories.of(new Route.Unbound());
        memory.settle(question(1), texts(8));
        assertThat(memory.join(question(1), promise())).isInstanceOf(RouteMemory.Turn.Known.class);
        memory.settle(question(2), texts(40));
        assertThat(memory.join(question(2), promise())).isInstanceOf(RouteMemory.Turn.First.class);
    }

    private static Finding texts(int count) {
        Name name = question(1).name();
        return new Finding(
                Rcode.NOERROR,
                Collections.nCopies(count, new TXTRecord(name, DClass.IN, 60, "x".repeat(220))),
                List.of(),
                false,
                60);
    }

    @Test
    void whatWasValidatedIsKeptNoLongerThanItHolds() {
        RouteMemory memory = memory(new Keeping(9, MINUTE.multipliedBy(60), DAY, DAY, DAY, false));
        memory.settle(question(1), address(true));
        memory.settle(question(2), address(false));
        now.addAndGet(MINUTE.toNanos());
        assertThat(memory.join(question(1), promise())).isInstanceOf(RouteMemory.Turn.First.class);
        assertThat(memory.join(question(2), promise())).isInstanceOf(RouteMemory.Turn.Known.class);
    }

    @Test
    void whatIsStaleIsNotSaidToBeValidated() {
        RouteMemory memory = memory(new Keeping(9, Duration.ZERO, DAY, DAY, DAY, false));
        memory.settle(question(1), address(true));
        assertThat(memory.join(question(1), promise()))
                .isInstanceOfSatisfying(
                        RouteMemory.Turn.Known.class,
                        known -> assertThat(known.finding().secure()).isTrue());
        now.addAndGet(MINUTE.toNanos());
        memory.join(question(1), promise());
        assertThat(memory.stale(question(1)))
                .hasValueSatisfying(stale -> {
                    assertThat(stale.answers()).hasSize(1);
                    assertThat(stale.secure()).isFalse();
                });
    }

    private RouteMemory memory(Keeping keeping) {
        return new RouteMemories(keeping, now::get).of(new Route.Unbound());
    }

    /// For a minute.
    private static Finding address(boolean secure) {
        return new Finding(
                Rcode.NOERROR,
                List.of(
                        new ARecord(
                                question(1).name(),
                                DClass.IN,
                                60,
                                Addresses.of(new byte[] {127, 0, 0, 1}))),
                List.of(),
                secure,
                60);
    }

    private static Route route(int number) {
        return new Route.FromSource(
                Addresses.of(new byte[] {127, 1, (byte) (number >> 8), (byte) number}),
                Isolation.SHARED);
    }

    private static Question question(int number) {
        return new Question(NameText.parse("n" + number + ".example").orElseThrow(), Kind.A.type());
    }

    private static Promise<Finding> promise() {
        return ImmediateEventExecutor.INSTANCE.newPromise();
    }
}
