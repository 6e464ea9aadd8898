package dev.gyre.anonymity;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Which fields no rule may be about: what concerns one connection, how long a message is, and what an anonymity level decides.
public final class Untouchable {

    private static final List<String> ALWAYS =
            List.of(
                    "content-length",
                    "transfer-encoding",
                    "connection",
                    "keep-alive",
                    "upgrade",
                    "trailer",
                    "te",
                    "via",
                    "proxy-*",
                    "sec-websocket-*");

    private static final List<String> IN_REQUESTS =
            List.of(
                    "host",
                    "expect",
                    "http2-settings",
                    "forwarded",
                    "gyre-session",
                    "max-forwards");

    /// It is written where there is none.
    private static final List<String> IN_REPLIES = List.of("date");

    private Untouchable() {}

    /// Why a rule about requests can't be; nothing when it can.
    public static Optional<String> problemInRequest(FieldRule rule) {
        return switch (rule) {
            case FieldRule.Remove(String name) ->
                    problem(name, Stream.concat(ALWAYS.stream(), IN_REQUESTS.stream()));
            case FieldRule.Set(String name, _, _) -> problemOfRequest(name);
            case FieldRule.Replace(String name, _, _) -> problemOfRequest(name);
        };
    }

    /// Why a rule about replies can't be; nothing when it can.
    public static Optional<String> problemInReply(FieldRule rule) {
        return switch (rule) {
            case FieldRule.Remove(String name) -> problemOfReply(name);
            case FieldRule.Set(String name, _, _) -> problemOfReply(name);
            case FieldRule.Replace(String name, _, _) -> problemOfReply(name);
        };
    }

    /// What would tell of a client or a proxy may be removed, but not be made.
    private static Optional<String> problemOfRequest(String name) {
        return problem(name, Stream.concat(ALWAYS.stream(), IN_REQUESTS.stream()))
                .or(() ->
                        HeaderScrubber.tells(name.toLowerCase(Locale.ROOT).replace('_', '-'))
                                ? Optional.of("a target could tell by it that there is a proxy")
                                : Optional.empty());
    }

    private static Optional<String> problemOfReply(String name) {
        return problem(name, Stream.concat(ALWAYS.stream(), IN_REPLIES.stream()));
    }

    private static Optional<String> problem(String name, Stream<String> untouchable) {
        String key = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return untouchable
                .filter(each -> covers(each, key) || covers(key, each))
                .findFirst()
                .map(each -> "no rule may be about " + each);
    }

    private static boolean covers(String one, String other) {
        return one.endsWith("*")
                ? other.startsWith(one.substring(0, one.length() - 1))
                : one.equals(other);
    }
}
