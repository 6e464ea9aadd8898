package dev.gyre.dns;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes one answer of those to an AAAA and an A question.
///
/// - One family's addresses are enough, whatever becomes of the other; they wait for it a little
///   only (RFC 8305 section 3).
/// - A name that does not exist does not exist for any type (RFC 2308 section 2.1), unless the
///   other answer shows that it does.
/// - Else a failure is a failure: the name may have addresses.
///
/// **Threads:** both futures and the result are of one event loop.
final class BothFamilies {

    private final Future<Answer> ipv6;
    private final Future<Answer> ipv4;
    private final Promise<Answer> both;
    private final EventLoop loop;
    private final Duration straggler;
    private final boolean ipv4First;

    private BothFamilies(
            Future<Answer> ipv6,
            Future<Answer> ipv4,
            EventLoop loop,
            Duration straggler,
            boolean ipv4First) {
        this.ipv6 = ipv6;
        this.ipv4 = ipv4;
        this.both = loop.newPromise();
        this.loop = loop;
        this.straggler = straggler;
        this.ipv4First = ipv4First;
    }

    static Future<Answer> merge(
            Future<Answer> ipv6,
            Future<Answer> ipv4,
            EventLoop loop,
            Duration straggler,
            boolean ipv4First) {
        BothFamilies families = new BothFamilies(ipv6, ipv4, loop, straggler, ipv4First);
        ipv6.addListener(_ -> families.update());
        ipv4.addListener(_ -> families.update());
        return families.both;
    }

    private void update() {
        if (both.isDone()) {
            return;
        }
        if (ipv6.isDone() && ipv4.isDone()) {
            finish();
        } else if (!addresses(ipv6).isEmpty() || !addresses(ipv4).isEmpty()) {
            Future<?> timer =
                    loop.schedule(this::finish, straggler.toNanos(), TimeUnit.NANOSECONDS);
            both.addListener(_ -> timer.cancel(false));
        }
    }

    private void finish() {
        if (both.isDone()) {
            return;
        }
        List<InetAddress> list =
                ipv4First
                        ? takingTurns(addresses(ipv4), addresses(ipv6))
                        : takingTurns(addresses(ipv6), addresses(ipv4));
        if (!list.isEmpty()) {
            both.trySuccess(new Answer.Addresses(list));
        } else if (ipv6.isSuccess() && ipv4.isSuccess()) {
            boolean exists = is(ipv6, Answer.NoAddress.class) || is(ipv4, Answer.NoAddress.class);
            both.trySuccess(exists ? new Answer.NoAddress() : new Answer.NoSuchName());
        } else if (is(ipv6, Answer.NoSuchName.class) || is(ipv4, Answer.NoSuchName.class)) {
            both.trySuccess(new Answer.NoSuchName());
        } else {
            both.tryFailure(ipv4.isSuccess() ? ipv6.cause() : ipv4.cause());
        }
    }

    private static boolean is(Future<Answer> future, Class<? extends Answer> type) {
        return future.isSuccess() && type.isInstance(future.getNow());
    }

    private static List<InetAddress> addresses(Future<Answer> future) {
        return future.isSuccess() && future.getNow() instanceof Answer.Addresses(var list)
                ? list
                : List.of();
    }

    private static List<InetAddress> takingTurns(List<InetAddress> first, List<InetAddress> then) {
        List<InetAddress> list = new ArrayList<>(first.size() + then.size());
        for (int i = 0; i < Math.max(first.size(), then.size()); i++) {
            if (i < first.size()) {
                list.add(first.get(i));
            }
            if (i < then.size()) {
                list.add(then.get(i));
            }
        }
        return list;
    }
}
