package dev.gyre.outbound;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// Tries several addresses, all by the same egress: the next when one fails, or beside it when it is slow (RFC 8305 section 5). The
/// first that is up is taken; the others are closed.
///
/// What is tried beside another counts against an [Allowance]; where there is none left, the slow one is given up for the next
/// after a while. All share the deadline of the attempt. On its event loop.
final class Staggered {

    /// How many addresses are tried.
    static final int ADDRESSES = 4;

    private final List<InetAddress> addresses;
    private final Between between;
    private final Allowance beside;
    private final Attempt attempt;
    private final BiConsumer<InetAddress, Attempt> opener;

    /// What is under way, the oldest first, and whether it counts.
    private final Map<Attempt, Boolean> open = new LinkedHashMap<>(2);

    private int next;
    private long begun;
    private boolean only;
    private boolean decided;
    private @Nullable Future<?> timer;
    private @Nullable FailureException telling;

    private Staggered(
            List<InetAddress> addresses,
            Between between,
            Allowance beside,
            Attempt attempt,
            BiConsumer<InetAddress, Attempt> opener) {
        this.addresses = addresses.subList(0, Math.min(ADDRESSES, addresses.size()));
        this.between = between;
        this.beside = beside;
        this.attempt = attempt;
        this.opener = opener;
    }

    /// Has one of the addresses connected to.
    ///
    /// @param addresses in the order in which to try them; never empty, and of more than [#ADDRESSES] only the first count
    /// @param beside how many may be tried beside another one
    /// @param opener connects to an address: a part of the attempt, or all of it
    static void connect(
            List<InetAddress> addresses,
            Between between,
            Allowance beside,
            Attempt attempt,
            BiConsumer<InetAddress, Attempt> opener) {
        if (addresses.size() == 1) {
            opener.accept(addresses.getFirst(), attempt);
            return;
        }
        Staggered all = new Staggered(addresses, between, beside, attempt, opener);
        attempt.whenOver(all::end);
        attempt.blameWhenLate(all::late);
        all.begin(false);
    }

    private FailureException late() {
        return mostTelling(
                open.keySet().stream()
                        .findFirst()
                        .map(Attempt::late)
                        .orElseGet(() ->
                                new FailureException(Failure.CONNECT_TIMEOUT, "none in time")));
    }

    private void begin(boolean counts) {
        InetAddress address = addresses.get(next++);
        Promise<Channel> outcome = attempt.loop().newPromise();
        Attempt part = attempt.part(outcome);
        if (between.endsWhenConnected()) {
            part.whenConnected(() -> keepTo(part));
        }
        open.put(part, counts);
        begun = attempt.loop().ticker().nanoTime();
        outcome.addListener((FutureListener<Channel>) done -> over(part, done));
        schedule();
        try {
            opener.accept(address, part);
        } catch (Throwable error) {
            // No memory, say. Whoever waits must be told all the same.
            outcome.tryFailure(error);
        }
    }

    private void over(Attempt part, Future<Channel> done) {
        if (Boolean.TRUE.equals(open.remove(part))) {
            beside.giveBack();
        }
        if (attempt.isOver()) {
            if (done.isSuccess()) {
                done.getNow().close();
            }
        } else if (done.isSuccess()) {
            attempt.succeed(done.getNow());
        } else if (done.isCancelled()) {
            giveUp();
        } else {
            failed(Failures.of(done.cause()));
        }
    }

    private void failed(FailureException failure) {
        telling = mostTelling(failure);
        if (!between.mayHelp(failure.failure())) {
            only = true;
            decided = true;
        }
        if (hasNext()) {
            beginNext();
        } else {
            giveUp();
        }
    }

    private void giveUp() {
        FailureException why = telling;
        if (open.isEmpty() && why != null) {
            attempt.fail(why);
        }
    }

    private FailureException mostTelling(FailureException failure) {
        FailureException before = telling;
        if (before == null) {
            return failure;
        }
        return !decided && rank(failure) < rank(before) ? failure : before;
    }

    /// What tells most of several failures: what another address can't mend; then that somebody is there, and refuses.
    private int rank(FailureException failure) {
        Failure kind = failure.failure();
        if (!between.mayHelp(kind)) {
            return 0;
        }
        return switch (kind) {
            case UNREACHABLE, HOP_FAILED -> 4;
            case CONNECT_TIMEOUT -> 3;
            case HOP_SILENT, HOP_CLOSED -> 2;
            default -> 1;
        };
    }

    private boolean hasNext() {
        return next < addresses.size() && !only;
    }

    private void beginNext() {
        stopTimer();
        if (open.isEmpty()) {
            begin(false);
        } else if (beside.take()) {
            begin(true);
        } else if (attempt.loop().ticker().nanoTime() - begun >= between.patience().toNanos()) {
            Attempt slow = open.keySet().iterator().next();
            slow.fail(slow.late());
        } else {
            schedule();
        }
    }

    private void schedule() {
        stopTimer();
        if (hasNext()) {
            timer =
                    attempt.loop()
                            .schedule(this::slow, between.delay().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void slow() {
        timer = null;
        if (!attempt.isOver() && hasNext()) {
            beginNext();
        }
    }

    private void keepTo(Attempt part) {
        only = true;
        telling = null;
        stopTimer();
        List.copyOf(open.keySet()).stream().filter(each -> each != part).forEach(Attempt::cancel);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void end() {
        stopTimer();
        List.copyOf(open.keySet()).forEach(Attempt::cancel);
    }
}
