package dev.gyre.inbound.http;

import dev.gyre.http.Fields;
import dev.gyre.http.RequestHead;

/// How many more times a request may be forwarded; it counts for OPTIONS and TRACE only (RFC 9110 7.6.2).
final class MaxForwards {

    /// The request doesn't say.
    static final long NONE = -1;

    /// What it says can't be read.
    static final long MALFORMED = -2;

    /// One more than what is passed on at most: a number of eighteen digits.
    private static final long MOST = 1_000_000_000_000_000_000L;

    private static final int DIGITS = 18;
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
        if (!text.matches("[0-9]+") || fields.indexOf(NAME, field + 1) >= 0) {
            return MALFORMED;
        }
        String digits = text.replaceFirst("^0+(?=.)", "");
        return digits.length() > DIGITS ? MOST : Long.parseLong(digits);
    }
}
