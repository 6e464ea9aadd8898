package dev.gyre.http;

/// [BodyFraming] as a number, for the hot path: a length, or one of the codes below.
final class Framing {

    static final long NONE = -1;
    static final long CHUNKED = -2;
    static final long UNTIL_CLOSE = -3;

    private static final BodyFraming EMPTY = new BodyFraming.Length(0);

    private Framing() {}

    static BodyFraming of(long code) {
        if (code > 0) {
            return new BodyFraming.Length(code);
        }
        if (code == 0) {
            return EMPTY;
        }
        if (code == NONE) {
            return BodyFraming.NONE;
        }
        return code == CHUNKED ? BodyFraming.CHUNKED : BodyFraming.UNTIL_CLOSE;
    }
}
