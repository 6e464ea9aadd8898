package dev.gyre.inbound.http;

import dev.gyre.http.Fields;
import dev.gyre.http.RequestHead;

/// How many more times a request may be forwarded; it counts for OPTIONS and TRACE only (RFC 9110 7.6.2).
final class MaxForwards {

    /// The request doesn't say.
    static final long NONE = -1;

    /// What it says can't be read.
    static final long MALFORMED = -2;

    private static final String NAME = "max-forwards";

    private MaxForwards() {}

    static boolean counts(RequestHead request) {
        return request.method().equals("OPTIONS") || request.method().equals("TRACE");
    }

    static boolean isField(Fields fields, int field) {
        return fields.nameIs(field, NAME);
    }

    /// The number in the request, or one of the codes above.
    static long of(RequestHead request) {
        Fields fields = request.fields();
        int field = counts(request) ? fields.indexOf(NAME) : -1;
        if (field < 0) {
            return NONE;
        }
        String text = fields.value(field);
        boolean number = text.matches("[0-9]{1,18}") && fields.indexOf(NAME, field + 1) < 0;
        return number ? Long.parseLong(text) : MALFORMED;
    }
}
