package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;

import org.xbill.DNS.Message;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Asks for what is needed to check an answer, by the way of the answer itself, and waits.
///
/// Blocks; not for event loops. **Threads:** those of one look-up, one after the other.
final class KeyQuestions {

    /// Who is asked keeps the time; this is for an event loop that ends meanwhile.
    private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final Function<Question, Future<Message>> source;
    private final Effort effort;

    /// @param source has one question answered, signatures and all; called on the event loop
    KeyQuestions(EventLoop loop, Function<Question, Future<Message>> source, Effort effort) {
        this.loop = loop;
        this.source = source;
        this.effort = effort;
    }

    Message ask(Question question) throws UnbelievableException, FailureException {
        effort.question();
        CompletableFuture<Message> answer = new CompletableFuture<>();
        try {
            loop.execute(() -> ask(question, answer));
            return answer.get(effort.left().toNanos() + GRACE, TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof FailureException failure
                    ? failure
                    : new FailureException(Failure.INTERNAL, String.valueOf(failed.getCause()));
        } catch (TimeoutException late) {
            throw new FailureException(Failure.DNS_TIMEOUT, "no keys in time");
        } catch (RejectedExecutionException ended) {
            throw new FailureException(Failure.INTERNAL, "the event loop is shut down");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new FailureException(Failure.INTERNAL, "interrupted");
        }
    }

    private void ask(Question question, CompletableFuture<Message> answer) {
        try {
            source.apply(question)
                    .addListener(
                            (FutureListener<Message>)
                                    done -> {
                                        if (done.isSuccess()) {
                                            answer.complete(done.getNow());
                                        } else {
                                            answer.completeExceptionally(done.cause());
                                        }
                                    });
        } catch (Throwable error) {
            // No memory, say. Whoever waits must be told all the same.
            answer.completeExceptionally(error);
        }
    }
}
