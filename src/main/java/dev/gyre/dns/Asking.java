package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// Has one question answered: asks the servers one after the other, or two at a time, then once more those that were silent.
///
/// **Threads:** all on the event loop.
final class Asking {

    private final Question question;
    private final Visit visit;
    private final Timing timing;
    private final SecureRandom random;
    private final ServerStates states;
    private final long deadline;
    private final Promise<Got> answer;
    private final Queue<NameServer> toAsk;
    private final List<NameServer> silent = new ArrayList<>();
    private boolean again;
    private int underWay;
    private @Nullable FailureException firstError;

    private Asking(
            Question question,
            Visit visit,
            List<NameServer> servers,
            Timing timing,
            SecureRandom random,
            ServerStates states,
            long deadline) {
        this.question = question;
        this.visit = visit;
        this.timing = timing;
        this.random = random;
        this.states = states;
        this.deadline = deadline;
        this.answer = visit.loop().newPromise();
        this.toAsk = new ArrayDeque<>(states.sorted(visit.route().way(), servers));
    }

    /// An answer, positive or negative, and whose it is.
    record Got(Message message, NameServer server) {}

    /// @param servers who is asked: those of the visit, or some of them
    /// @param atATime how many servers are asked together
    /// @param deadline when it is over, as [System#nanoTime] has it
    /// @return fails with a [FailureException] only
    static Future<Got> start(
            Question question,
            Visit visit,
            List<NameServer> servers,
            int atATime,
            Timing timing,
            SecureRandom random,
            ServerStates states,
            long deadline) {
        Asking asking = new Asking(question, visit, servers, timing, random, states, deadline);
        if (servers.isEmpty()) {
            asking.answer.setFailure(
                    new FailureException(
                            Failure.DNS_ERROR, "no name server can be asked by " + visit.route()));
        } else {
            for (int i = 0; i < atATime; i++) {
                asking.next();
            }
        }
        return asking.answer;
    }

    private void next() {
        if (answer.isDone()) {
            return;
        }
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        NameServer server = left.isPositive() ? toAsk.poll() : null;
        if (server != null) {
            ask(server, left);
        } else if (underWay == 0) {
            if (left.isPositive() && !again && !silent.isEmpty()) {
                again = true;
                toAsk.addAll(silent);
                silent.clear();
                next();
            } else {
                giveUp();
            }
        }
    }

    private void ask(NameServer server, Duration left) {
        Duration attempt = timing.attempt(visit.route());
        Query query = Query.of(question, visit.signed(), random);
        long begun = System.nanoTime();
        underWay++;
        Future<Message> asked =
                Exchange.ask(
                        query,
                        server,
                        visit.route(),
                        visit.loop(),
                        attempt.compareTo(left) < 0 ? attempt : left,
                        visit.lines());
        answer.addListener(_ -> asked.cancel(false));
        asked.addListener(
                (FutureListener<Message>)
                        done -> {
                            underWay--;
                            try {
                                heard(done, server, Duration.ofNanos(System.nanoTime() - begun));
                            } catch (Throwable error) {
                                // No memory, say. Whoever waits must be told all the same.
                                answer.tryFailure(error(error.toString()));
                            }
                        });
    }

    private void heard(Future<Message> done, NameServer server, Duration took) {
        if (done.isCancelled()) {
            // By us, since there is an answer, or by who opens connections: no fault of the
            // server's.
            answer.tryFailure(
                    new FailureException(Failure.DNS_TIMEOUT, "nobody waits for the answer"));
        } else if (done.isSuccess()) {
            take(done.getNow(), server, took);
        } else {
            recover(done.cause(), server, took);
        }
    }

    private void take(Message message, NameServer server, Duration took) {
        states.worked(visit.route().way(), server);
        Optional<String> useless = useless(message);
        tell(server, took, useless.orElseGet(() -> "answers " + Rcode.string(message.getRcode())));
        if (useless.isEmpty()) {
            answer.trySuccess(new Got(message, server));
        } else {
            remember(error("name server " + server + " " + useless.get()));
            next();
        }
    }

    // What is hostile may make a reader throw what it likes.
    private Optional<String> useless(Message message) {
        try {
            return ReplyReader.read(message, question) instanceof Reply.Failed(String why)
                    ? Optional.of(why)
                    : Optional.empty();
        } catch (RuntimeException malformed) {
            return Optional.of("sends a malformed answer");
        }
    }

    private void recover(Throwable cause, NameServer server, Duration took) {
        FailureException failure =
                cause instanceof FailureException known ? known : error(cause.toString());
        tell(server, took, failure.getMessage());
        switch (failure.failure()) {
            case DNS_TIMEOUT -> {
                states.failed(visit.route().way(), server);
                silent.add(server);
            }
            case SOURCE_UNAVAILABLE, OVERLOADED -> {
                answer.tryFailure(failure);
                return;
            }
            default -> {
                states.failed(visit.route().way(), server);
                remember(failure);
            }
        }
        next();
    }

    private void tell(NameServer server, Duration took, String what) {
        visit.witness().accept(new Step(question.toString(), server.toString(), took, what));
    }

    private void remember(FailureException failure) {
        if (firstError == null) {
            firstError = failure;
        }
    }

    private void giveUp() {
        answer.tryFailure(
                firstError != null
                        ? firstError
                        : new FailureException(
                                Failure.DNS_TIMEOUT,
                                "no name server answers for " + question.name()));
    }

    private static FailureException error(String why) {
        return new FailureException(Failure.DNS_ERROR, why);
    }
}
