package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The work behind one question: has it asked, and follows aliases.
///
/// **Threads:** all on the event loop.
final class Lookup {

    private final Question asked;
    private final Function<Question, Future<Checked>> source;
    private final SpecialNames.Audience audience;
    private final Promise<Finding> finding;
    private final List<Record> aliases = new ArrayList<>();
    private Name name;
    private boolean secure = true;
    private long ttl = Long.MAX_VALUE;

    private Lookup(
            Question asked,
            Function<Question, Future<Checked>> source,
            SpecialNames.Audience audience,
            EventLoop loop) {
        this.asked = asked;
        this.source = source;
        this.audience = audience;
        this.finding = loop.newPromise();
        this.name = asked.name();
    }

    /// A message that answers a question.
    ///
    /// @param secure whether all that it says was validated
    /// @param ttl how many seconds it may be kept for at most: signatures end
    record Checked(Message message, boolean secure, long ttl) {

        /// As a server said it.
        static Checked not(Message message) {
            return new Checked(message, false, Long.MAX_VALUE);
        }
    }

    /// Fails with a [FailureException] only.
    ///
    /// @param source has one question answered
    /// @param audience who hears of names
    static Future<Finding> start(
            Question question,
            Function<Question, Future<Checked>> source,
            SpecialNames.Audience audience,
            EventLoop loop) {
        Lookup lookup = new Lookup(question, source, audience, loop);
        lookup.ask();
        return lookup.finding;
    }

    private void ask() {
        Question question = new Question(name, asked.type());
        source.apply(question)
                .addListener(
                        (FutureListener<Checked>)
                                done -> {
                                    try {
                                        heard(done, question);
                                    } catch (Throwable error) {
                                        // No memory, say. Whoever waits must be told all the same.
                                        finding.tryFailure(error);
                                    }
                                });
    }

    private void heard(Future<Checked> done, Question question) {
        if (!done.isSuccess()) {
            finding.tryFailure(done.cause());
            return;
        }
        secure &= done.getNow().secure();
        ttl = Math.min(ttl, done.getNow().ttl());
        take(read(done.getNow(), question));
    }

    // What is hostile may make a reader throw what it likes.
    private static Reply read(Checked checked, Question question) {
        try {
            return ReplyReader.read(checked.message(), question);
        } catch (RuntimeException malformed) {
            return new Reply.Failed("sends a malformed answer");
        }
    }

    private void take(Reply reply) {
        switch (reply) {
            case Reply.Whole whole ->
                    end(
                            new Finding(
                                    whole.rcode(),
                                    with(whole.answers()),
                                    whole.authority(),
                                    secure,
                                    Math.min(ttl, whole.ttl())));
            case Reply.Alias alias -> follow(alias);
            case Reply.Failed failed -> finding.setFailure(error("name server " + failed.why()));
        }
    }

    private void follow(Reply.Alias alias) {
        aliases.addAll(alias.aliases());
        if (aliases.size() > ReplyReader.MAX_ALIASES) {
            finding.setFailure(error("too many aliases, from " + asked.name()));
            return;
        }
        name = alias.canonical();
        ttl = Math.min(ttl, alias.ttl());
        // From a server, even `localhost` is just a name that does not exist.
        if (SpecialNames.areNever(NameText.of(name), audience)) {
            end(Finding.noSuchName(ttl));
        } else {
            ask();
        }
    }

    private List<Record> with(List<Record> last) {
        if (aliases.isEmpty()) {
            return last;
        }
        List<Record> all = new ArrayList<>(aliases);
        all.addAll(last);
        return all;
    }

    private void end(Finding all) {
        finding.setSuccess(all);
    }

    private static FailureException error(String why) {
        return new FailureException(Failure.DNS_ERROR, why);
    }
}
