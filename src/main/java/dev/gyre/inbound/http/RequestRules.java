package dev.gyre.inbound.http;

import dev.gyre.http.BodyFraming;
import dev.gyre.http.Fields;
import dev.gyre.http.RequestHead;

import java.util.Optional;
import java.util.Set;

/// What HTTP says of a request that is well-formed: what is wrong with it, and what may be done with it.
final class RequestRules {

    private static final String EXPECTATION = "100-continue";

    private static final Set<String> IDEMPOTENT =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private RequestRules() {}

    /// The reply to a request that is not to be forwarded to any target.
    static Optional<ErrorReply> check(RequestHead request) {
        Fields fields = request.fields();
        for (int i = fields.indexOf("expect"); i >= 0; i = fields.indexOf("expect", i + 1)) {
            // RFC 9110 10.1.1: there is no other expectation.
            if (!fields.valueEqualsIgnoreCase(i, EXPECTATION)) {
                return bad(417, "The request expects what can't be met.");
            }
        }
        if (request.method().equals("TRACE") && !(request.framing() instanceof BodyFraming.None)) {
            return bad(400, "TRACE has content.");
        }
        if (MaxForwards.of(request) == MaxForwards.MALFORMED) {
            return bad(400, "The Max-Forwards field is malformed.");
        }
        return Optional.empty();
    }

    /// Whether the client may wait for leave before it sends content (RFC 9110 10.1.1), to a request that [#check] lets pass.
    static boolean expectsContinue(RequestHead request) {
        return request.minorVersion() > 0 && request.fields().contains("expect");
    }

    /// Whether it makes no difference that it is sent twice (RFC 9110 9.2.2).
    static boolean isIdempotent(RequestHead request) {
        return IDEMPOTENT.contains(request.method());
    }

    private static Optional<ErrorReply> bad(int status, String text) {
        return Optional.of(ErrorReply.badRequest(status, text));
    }
}
