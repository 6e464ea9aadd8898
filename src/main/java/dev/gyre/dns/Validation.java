package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Checks the signatures of what one look-up's servers say (RFC 4035), from the root's keys down. What servers say of it themselves, the
/// AD flag, is not looked at.
///
/// A library does the checking; it is bounded by it (so many signatures of a set, so many keys of a tag, so many rounds of NSEC3), and by
/// [#MOST_QUESTIONS] here (CVE-2023-50387, CVE-2023-50868).
///
/// **Threads:** signatures are checked on threads of their own, since that takes longer than an event loop may be busy; questions leave,
/// and results come, on the look-up's event loop.
final class Validation implements Resolver {

    /// How many questions one look-up may have asked: for itself, and for keys.
    static final int MOST_QUESTIONS = 64;

    private final Visit visit;
    private final Function<Question, Future<Message>> source;
    private final boolean required;
    private final ValidatingResolver validator;
    private final AtomicInteger questions = new AtomicInteger();

    private static final Duration IDLE = Duration.ofSeconds(10);

    /// As many as there are processors; none when there is nothing to check.
    private static final Executor CHECKERS = checkers();

    private static Executor checkers() {
        int most = Runtime.getRuntime().availableProcessors();
        ThreadPoolExecutor checkers =
                new ThreadPoolExecutor(
                        most,
                        most,
                        IDLE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("signatures-", 0).factory());
        checkers.allowCoreThreadTimeOut(true);
        return checkers;
    }

    /// @param anchors the root's keys, as in a zone file
    /// @param required whether what is not signed is refused
    /// @param source has one question answered, signatures and all
    Validation(
            Visit visit,
            String anchors,
            boolean required,
            Clock clock,
            Function<Question, Future<Message>> source) {
        this.visit = visit;
        this.source = source;
        this.required = required;
        this.validator = new ValidatingResolver(this, clock);
        try {
            validator.loadTrustAnchors(
                    new ByteArrayInputStream(anchors.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /// Has a question answered, and the answer checked. Fails with a [FailureException].
    Future<Lookup.Checked> ask(Question question) {
        Promise<Lookup.Checked> checked = visit.loop().newPromise();
        Message query =
                Message.newQuery(Record.newRecord(question.name(), question.type(), DClass.IN));
        long begun = System.nanoTime();
        validator
                .sendAsync(query, CHECKERS)
                .whenComplete((message, error) ->
                        onLoop(() -> {
                            if (error != null) {
                                checked.tryFailure(failure(error));
                            } else {
                                settle(question, message, begun, checked);
                            }
                        }));
        return checked;
    }

    /// Once the loop has ended nobody waits any more.
    private void onLoop(Runnable task) {
        if (!visit.loop().isShuttingDown()) {
            visit.loop().execute(task);
        }
    }

    private void settle(
            Question question, Message message, long begun, Promise<Lookup.Checked> checked) {
        boolean secure = message.getHeader().getFlag(Flags.AD);
        boolean bogus = message.getRcode() == Rcode.SERVFAIL;
        String reason = reason(message);
        String what = bogus ? "bogus: " + reason : secure ? "secure" : "not signed: " + reason;
        visit.witness()
                .accept(
                        new Step(
                                question.toString(),
                                "validation",
                                Duration.ofNanos(System.nanoTime() - begun),
                                what));
        if (bogus || (required && !secure)) {
            checked.tryFailure(new BogusException("DNSSEC of " + question + " is " + what));
        } else {
            checked.trySuccess(new Lookup.Checked(message, secure));
        }
    }

    private static String reason(Message message) {
        for (Record record : message.getSection(Section.ADDITIONAL)) {
            if (record instanceof TXTRecord text
                    && record.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS) {
                return String.join("", text.getStrings());
            }
        }
        return "no reason is known";
    }

    private static FailureException failure(Throwable error) {
        Throwable cause =
                error instanceof CompletionException wrapped && wrapped.getCause() != null
                        ? wrapped.getCause()
                        : error;
        return cause instanceof FailureException failure
                ? failure
                : new FailureException(Failure.DNS_ERROR, "can't be validated: " + cause);
    }

    /// For the library: what it needs to know.
    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        CompletableFuture<Message> answer = new CompletableFuture<>();
        if (questions.incrementAndGet() > MOST_QUESTIONS) {
            answer.completeExceptionally(
                    new FailureException(Failure.DNS_ERROR, "validation needs too many questions"));
            return answer;
        }
        Record asked = query.getQuestion();
        Question question = new Question(asked.getName(), asked.getType());
        onLoop(() ->
                source.apply(question)
                        .addListener(
                                (FutureListener<Message>)
                                        done -> CHECKERS.execute(() -> pass(done, answer))));
        return answer;
    }

    private static void pass(Future<Message> done, CompletableFuture<Message> answer) {
        if (done.isSuccess()) {
            answer.complete(ExpandedNsec.restored(done.getNow().clone()));
        } else {
            answer.completeExceptionally(done.cause());
        }
    }

    /// Whether an answer is worth keeping for the next validation.
    static boolean isOfKeys(Question question) {
        return question.type() == Type.DNSKEY || question.type() == Type.DS;
    }

    @Override
    public Duration getTimeout() {
        return Duration.ZERO;
    }

    @Override
    public void setPort(int port) {}

    @Override
    public void setTCP(boolean flag) {}

    @Override
    public void setIgnoreTruncation(boolean flag) {}

    @Override
    public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {}

    @Override
    public void setTSIGKey(TSIG key) {}

    @Override
    public void setTimeout(Duration timeout) {}
}
