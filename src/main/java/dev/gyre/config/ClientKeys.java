package dev.gyre.config;

import dev.gyre.access.limits.LimitSettings;
import dev.gyre.http.HeadLimits;
import dev.gyre.inbound.client.Timeouts;

import java.time.Duration;

/// The keys `timeouts` and `limits`: how long, and how much.
final class ClientKeys {

    private static final NodeReader<Duration> DURATION =
            new ScalarReader<>(Durations.EXPECTED, Durations::parse);

    /// @param connect of one attempt
    /// @param clients of a client's connection
    /// @param shutdown of what runs when the proxy is told to stop
    record Times(Duration connect, Timeouts clients, Duration shutdown) {}

    /// @param heads of messages
    /// @param connections of clients at a time; 0 when the file doesn't say
    /// @param waiting requests at a time
    /// @param shares how much each user, client and site may take
    record Limits(HeadLimits heads, int connections, int waiting, LimitSettings shares) {}

    static final Times DEFAULT_TIMES =
            new Times(
                    Duration.ofSeconds(10),
                    new Timeouts(
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(10),
                            Duration.ofMinutes(5)),
                    Duration.ofSeconds(30));

    static final Limits DEFAULT_LIMITS =
            new Limits(HeadLimits.DEFAULT, 0, 4096, LimitSettings.NONE);

    private ClientKeys() {}

    static Times times(MappingReader keys) {
        Timeouts clients = DEFAULT_TIMES.clients();
        return new Times(
                keys.take("connect", DURATION, DEFAULT_TIMES.connect()),
                new Timeouts(
                        keys.take("head", DURATION, clients.head()),
                        keys.take("response", DURATION, clients.response()),
                        keys.take("body", DURATION, clients.body()),
                        keys.take("handshake", DURATION, clients.handshake()),
                        keys.take("idle", DURATION, clients.idle())),
                keys.take("shutdown", DURATION, DEFAULT_TIMES.shutdown()));
    }

    static Limits limits(MappingReader keys) {
        HeadLimits otherwise = HeadLimits.DEFAULT;
        int line = keys.take("line", Sizes.between(1 << 10, 1 << 20), otherwise.line());
        int head =
                keys.take(
                        "head", Sizes.between(1 << 10, 4 << 20), Math.max(line, otherwise.head()));
        if (head < line) {
            keys.problem("head", "head is less than line, which is a part of it");
        }
        return new Limits(
                new HeadLimits(
                        Math.min(line, head),
                        head,
                        keys.take("fields", Sizes.number(10, 10_000), otherwise.fields())),
                keys.take("connections", Sizes.number(1, 1 << 20), DEFAULT_LIMITS.connections()),
                keys.take("waiting", Sizes.number(1, 1 << 20), DEFAULT_LIMITS.waiting()),
                TermKeys.limits(keys));
    }
}
