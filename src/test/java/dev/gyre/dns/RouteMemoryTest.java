package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.net.Isolation;

import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;

import org.junit.jupiter.api.Test;

class RouteMemoryTest {

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
