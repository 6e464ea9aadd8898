package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/// Of whom else an answer is asked that is not believed.
final class ValidationTest {

    private static final EventLoop LOOP = new DefaultEventLoop();
    private static final Question QUESTION =
            new Question(Name.fromConstantString("www.example."), Type.A);

    private final AtomicInteger asked = new AtomicInteger();

    @AfterAll
    static void stop() {
        LOOP.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void anErrorWhenItIsAskedForAnewIsTheEndOfIt() throws Exception {
        Future<Lookup.Checked> checked =
                ask(
                        question -> {
                            if (question.equals(QUESTION) && asked.getAndIncrement() > 0) {
                                throw new StackOverflowError("a bug");
                            }
                            return LOOP.newSucceededFuture(forged(question));
                        },
                        _ -> true);
        assertThat(checked.await(30, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(asked).hasValue(2);
        assertThat(checked.cause()).isInstanceOf(BogusException.class);
    }

    @Test
    void whatLiarsMakeItDoIsNotCountedAgainstTheNext() throws Exception {
        int liars = Effort.MOST_QUESTIONS + 10;
        AtomicInteger keys = new AtomicInteger();
        Future<Lookup.Checked> checked =
                ask(
                        question -> {
                            if (!question.equals(QUESTION)) {
                                keys.incrementAndGet();
                            }
                            return LOOP.newSucceededFuture(forged(question));
                        },
                        _ -> asked.incrementAndGet() < liars);
        assertThat(checked.await(30, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(asked).hasValue(liars);
        assertThat(keys).as("keys are asked for after each").hasValue(liars);
    }

    /// Signed by nobody.
    private static Message forged(Question question) {
        Message message = new Message();
        if (question.equals(QUESTION)) {
            message.addRecord(
                    new ARecord(
                            question.name(), DClass.IN, 60, InetAddress.ofLiteral("192.0.2.66")),
                    Section.ANSWER);
        }
        return message;
    }

    private static Future<Lookup.Checked> ask(
            Function<Question, Future<Message>> source, Predicate<Question> distrust)
            throws Exception {
        Visit visit =
                new Visit(
                        new Route.Unbound(),
                        LOOP,
                        List.of(),
                        new Lines(
                                new ServerTls(TestTrust.PLATFORM, List.of()),
                                new SecureRandom(),
                                Lines.IDLE,
                                Timing.STANDARD.opening(),
                                1),
                        true,
                        SpecialNames.Audience.OURS,
                        _ -> {});
        Validation validation =
                new Validation(
                        visit,
                        new Validation.Rules(
                                TrustAnchors.of(Optional.empty()), false, InstantSource.system()),
                        new KnownZones(Keeping.STANDARD, System::nanoTime),
                        source,
                        distrust,
                        System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
        return LOOP.submit(() -> validation.ask(QUESTION)).get(30, TimeUnit.SECONDS);
    }
}
