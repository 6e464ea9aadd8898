package dev.gyre.inbound.http;

import dev.gyre.http.RequestHead;
import dev.gyre.net.Target;

import java.util.Optional;

/// What a request wants of the proxy.
sealed interface Errand {

    /// That it is passed on.
    record Forward(RequestTarget.Absolute where) implements Errand {}

    /// A tunnel.
    record Tunnel(Target target) implements Errand {}

    /// What the proxy itself has to say: it may not be forwarded once more (RFC 9110 7.6.2).
    record Last() implements Errand {}

    /// Nothing that can be done.
    record Refused(ErrorReply reply) implements Errand {}

    /// @param only the one target that is spoken with, which requests don't name again; or nothing: requests name theirs
    static Errand of(RequestHead head, Optional<Target> only) {
        if (head.isConnect()) {
            Optional<Target> target = RequestTarget.authority(head.target());
            return target.isEmpty() || only.isPresent()
                    ? refused("CONNECT takes host:port.")
                    : new Tunnel(target.get());
        }
        return switch (RequestTarget.parse(head.method(), head.target())) {
            case RequestTarget.Absolute where ->
                    only.isEmpty() || only.get().equals(where.target())
                            ? checked(head, where)
                            : refused("The request is for another target.");
            case RequestTarget.Origin(String path) -> {
                if (only.isPresent()) {
                    String host = head.fields().first("host").orElse(only.get().host().text());
                    yield checked(head, new RequestTarget.Absolute(only.get(), host, path));
                }
                yield refused(
                        "This is a proxy: it takes requests for http://host/path, and CONNECT.");
            }
            case RequestTarget.Invalid _ ->
                    refused("The request names no target that can be served.");
        };
    }

    private static Errand checked(RequestHead head, RequestTarget.Absolute where) {
        Optional<ErrorReply> refusal = RequestRules.check(head);
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        return MaxForwards.of(head) == 0 ? new Last() : new Forward(where);
    }

    private static Errand refused(String text) {
        return new Refused(ErrorReply.badRequest(400, text));
    }
}
