package dev.gyre.dns;

import dev.gyre.net.FailureException;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Message;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;

/// Has the questions of one look-up answered, and the answers checked, from the root's keys down.
///
/// **Threads:** questions leave, and results come, on the look-up's event loop. Answers are checked on a virtual thread, one for a
/// look-up at a time: checking takes longer than an event loop may be busy, and waits for keys. Of look-ups only so many are open.
final class Validation {

    private final Visit visit;
    private final Rules rules;
    private final Function<Question, Future<Message>> source;
    private final Predicate<Question> distrust;
    private final Effort effort;
    private final AnswerCheck check;

    /// @param known what was found out before by the same route
    /// @param source has one question answered, signatures and all; called on the event loop
    /// @param distrust has who answered a question asked no more, and says whether there is another; called on the event loop
    /// @param deadline when the look-up is over, as [System#nanoTime] has it
    Validation(
            Visit visit,
            Rules rules,
            KnownZones known,
            Function<Question, Future<Message>> source,
            Predicate<Question> distrust,
            long deadline) {
        this.visit = visit;
        this.rules = rules;
        this.source = source;
        this.distrust = distrust;
        this.effort = new Effort(deadline);
        SignatureCheck signatures = new SignatureCheck(rules.clock(), effort);
        KeyQuestions questions = new KeyQuestions(visit.loop(), source, effort);
        this.check =
                new AnswerCheck(
                        new TrustChain(rules.anchors(), known, questions, signatures, effort),
                        signatures,
                        effort);
    }

    /// What is the same for all look-ups.
    ///
    /// @param anchors digests of the root's keys
    /// @param required whether what is not signed is refused
    /// @param clock by which signatures begin and end
    record Rules(List<DSRecord> anchors, boolean required, InstantSource clock) {}

    /// What work it has been.
    Effort effort() {
        return effort;
    }

    /// Has a question answered, and the answer checked. Fails with a [FailureException] only; with a [BogusException] when there is an
    /// answer that must not be believed.
    Future<Lookup.Checked> ask(Question question) {
        Promise<Lookup.Checked> checked = visit.loop().newPromise();
        ask(question, Optional.empty(), checked);
        return checked;
    }

    /// @param before what another server has said before, if that was bogus: then this is what it comes to when nobody has better
    private void ask(
            Question question, Optional<BogusException> before, Promise<Lookup.Checked> checked) {
        source.apply(question)
                .addListener(
                        (FutureListener<Message>)
                                done -> {
                                    if (done.isSuccess()) {
                                        start(question, done.getNow(), before, checked);
                                    } else {
                                        checked.tryFailure(first(before, done.cause()));
                                    }
                                });
    }

    private void start(
            Question question,
            Message message,
            Optional<BogusException> before,
            Promise<Lookup.Checked> checked) {
        try {
            Thread.ofVirtual()
                    .name("signatures")
                    .start(() -> check(question, message, before, checked));
        } catch (Throwable error) {
            // No memory, say. Whoever waits must be told all the same.
            checked.tryFailure(first(before, fault(question, error)));
        }
    }

    private void check(
            Question question,
            Message message,
            Optional<BogusException> before,
            Promise<Lookup.Checked> checked) {
        long begun = System.nanoTime();
        try {
            switch (check.verdict(question, message)) {
                case Verdict.Secure(long ttl) ->
                        settle(
                                question,
                                begun,
                                "secure",
                                () -> checked.trySuccess(new Lookup.Checked(message, true, ttl)));
                case Verdict.Insecure(String why) ->
                        settle(
                                question,
                                begun,
                                "not signed: " + why,
                                () -> {
                                    if (rules.required()) {
                                        checked.tryFailure(bogus(question, "not signed: " + why));
                                    } else {
                                        checked.trySuccess(Lookup.Checked.not(message));
                                    }
                                });
            }
        } catch (UnbelievableException wrong) {
            settle(
                    question,
                    begun,
                    wrong.why(),
                    () -> refuse(question, before.orElse(bogus(question, wrong.why())), checked));
        } catch (FailureException failed) {
            settle(
                    question,
                    begun,
                    "can't be checked: " + failed.getMessage(),
                    () -> checked.tryFailure(first(before, failed)));
        } catch (Throwable error) {
            // What is hostile may make a reader throw what it likes; nothing is believed then.
            settle(
                    question,
                    begun,
                    "can't be checked: " + error,
                    () -> refuse(question, before.orElse(fault(question, error)), checked));
        }
    }

    /// Asks another server, if there is one.
    private void refuse(Question question, BogusException why, Promise<Lookup.Checked> checked) {
        try {
            if (distrust.test(question)) {
                effort.again();
                ask(question, Optional.of(why), checked);
                return;
            }
        } catch (Throwable error) {
            // No memory, say. Whoever waits must be told all the same.
        }
        checked.tryFailure(why);
    }

    private static Throwable first(Optional<BogusException> before, Throwable later) {
        return before.<Throwable>map(bogus -> bogus).orElse(later);
    }

    /// Once the loop has ended nobody waits any more.
    private void settle(Question question, long begun, String what, Runnable outcome) {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        try {
            visit.loop()
                    .execute(() -> {
                        try {
                            visit.witness()
                                    .accept(
                                            new Step(
                                                    question.toString(), "validation", took, what));
                        } finally {
                            outcome.run();
                        }
                    });
        } catch (RejectedExecutionException ended) {
            return;
        }
    }

    private static BogusException bogus(Question question, String what) {
        return new BogusException("DNSSEC of " + question + " is " + what);
    }

    private static BogusException fault(Question question, Throwable error) {
        return bogus(question, "not to be checked: " + error);
    }
}
