package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.concurrent.TimeUnit;

/// A look-up of several steps.
final class LookupTest {

    private static final EventLoop LOOP = new DefaultEventLoop();
    private static final Name NAME = Name.fromConstantString("www.example.");
    private static final Name TARGET = Name.fromConstantString("other.example.");

    @AfterAll
    static void stop() {
        LOOP.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void anErrorInAFurtherStepIsTheEndOfIt() throws Exception {
        StackOverflowError error = new StackOverflowError("a bug");
        Future<Finding> finding =
                LOOP.submit(() ->
                                Lookup.start(
                                        new Question(NAME, Type.A),
                                        question -> {
                                            if (question.name().equals(TARGET)) {
                                                throw error;
                                            }
                                            return LOOP.newSucceededFuture(alias());
                                        },
                                        SpecialNames.Audience.OURS,
                                        LOOP))
                        .get(30, TimeUnit.SECONDS);
        assertThat(finding.await(30, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(finding.cause()).isSameAs(error);
    }

    private static Lookup.Checked alias() {
        Message message = new Message();
        message.addRecord(new CNAMERecord(NAME, DClass.IN, 60, TARGET), Section.ANSWER);
        return Lookup.Checked.not(message);
    }
}
