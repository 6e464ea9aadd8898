package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// The work behind one question: asks the servers in order, then once more those that were silent,
/// and follows aliases. All of it within one overall time.
///
/// **Threads:** all on the event loop.
final class Lookup {

    private final Question asked;
    private final Route route;
    private final List<NameServer> servers;
    private final EventLoop loop;
    private final Timing timing;
    private final SecureRandom random;
    private final long deadline;
    private final Promise<Outcome> outcome;

    private final Queue<NameServer> toAsk = new ArrayDeque<>();
    private final Queue<NameServer> silent = new ArrayDeque<>();
    private Name name;
    private int aliases;
    private long ttl = Long.MAX_VALUE;
    private @Nullable FailureException firstError;

    private Lookup(
            Question asked,
            Route route,
            List<NameServer> servers,
            EventLoop loop,
            Timing timing,
            SecureRandom random) {
        this.asked = asked;
        this.route = route;
        this.servers = servers;
        this.loop = loop;
        this.timing = timing;
        this.random = random;
        this.deadline = System.nanoTime() + timing.overall().toNanos();
        this.outcome = loop.newPromise();
        this.name = asked.name();
    }

    /// What a question came to.
    ///
    /// @param ttl how many seconds it holds
    record Outcome(Answer answer, long ttl) {}

    /// Fails with a [FailureException] only.
    static Future<Outcome> start(
            Question question,
            Route route,
            List<NameServer> servers,
            EventLoop loop,
            Timing timing,
            SecureRandom random) {
        Lookup lookup = new Lookup(question, route, servers, loop, timing, random);
        if (servers.isEmpty()) {
            lookup.outcome.setFailure(
                    new FailureException(
                            Failure.DNS_ERROR, "no name server can be asked by " + route));
        } else {
            lookup.askAll();
        }
        return lookup.outcome;
    }

    private void askAll() {
        toAsk.clear();
        silent.clear();
        toAsk.addAll(servers);
        askNext(false);
    }

    /// @param again whether the silent ones have had their second chance
    private void askNext(boolean again) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        NameServer server = left.isPositive() ? toAsk.poll() : null;
        if (server == null) {
            if (left.isPositive() && !again && !silent.isEmpty()) {
                toAsk.addAll(silent);
                silent.clear();
                askNext(true);
            } else {
                giveUp();
            }
            return;
        }
        Duration attempt = timing.attempt(route);
        Question question = new Question(name, asked.kind());
        Query query = Query.of(question, random);
        Exchange.ask(query, server, route, loop, attempt.compareTo(left) < 0 ? attempt : left)
                .addListener(
                        (FutureListener<Message>)
                                done -> {
                                    if (done.isSuccess()) {
                                        take(read(done.getNow(), question), server, again);
                                    } else {
                                        recover(done.cause(), server, again);
                                    }
                                });
    }

    // What is hostile may make a reader throw what it likes.
    private static Reply read(Message message, Question question) {
        try {
            return ReplyReader.read(message, question);
        } catch (RuntimeException malformed) {
            return new Reply.Failed("sends a malformed answer");
        }
    }

    private void take(Reply reply, NameServer server, boolean again) {
        switch (reply) {
            case Reply.Found found -> end(new Answer.Addresses(found.addresses()), found.ttl());
            case Reply.NoSuchName none -> end(new Answer.NoSuchName(), none.ttl());
            case Reply.NoRecords none -> end(new Answer.NoAddress(), none.ttl());
            case Reply.Alias alias -> follow(alias);
            case Reply.Failed failed -> {
                remember(error("name server " + server + " " + failed.why()));
                askNext(again);
            }
        }
    }

    private void follow(Reply.Alias alias) {
        aliases += alias.steps();
        if (aliases > ReplyReader.MAX_ALIASES) {
            outcome.setFailure(error("too many aliases, from " + asked.name()));
            return;
        }
        name = alias.canonical();
        ttl = Math.min(ttl, alias.ttl());
        Optional<Answer> special =
                SpecialNames.answer(NameText.of(name), Families.BOTH)
                        // From a server, even `localhost` is just a name that does not exist.
                        .map(_ -> new Answer.NoSuchName());
        if (special.isPresent()) {
            end(special.get(), ttl);
        } else {
            askAll();
        }
    }

    private void recover(Throwable cause, NameServer server, boolean again) {
        FailureException failure =
                cause instanceof FailureException known ? known : error(cause.toString());
        switch (failure.failure()) {
            case DNS_TIMEOUT -> silent.add(server);
            case SOURCE_UNAVAILABLE, OVERLOADED -> {
                outcome.setFailure(failure);
                return;
            }
            default -> remember(failure);
        }
        askNext(again);
    }

    private void remember(FailureException failure) {
        if (firstError == null) {
            firstError = failure;
        }
    }

    private void giveUp() {
        outcome.setFailure(
                firstError != null
                        ? firstError
                        : new FailureException(
                                Failure.DNS_TIMEOUT, "no name server answers for " + asked.name()));
    }

    private void end(Answer answer, long lastTtl) {
        outcome.setSuccess(new Outcome(answer, Math.min(ttl, lastTtl)));
    }

    private static FailureException error(String why) {
        return new FailureException(Failure.DNS_ERROR, why);
    }
}
