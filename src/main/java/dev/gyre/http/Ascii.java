package dev.gyre.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Tables and searches over octets.
final class Ascii {

    static final byte CR = '\r';
    static final byte LF = '\n';

    /// Octet → the lower-case token character (RFC 9110 5.6.2), or 0 when it is no token character.
    static final byte[] LOWER_TOKEN = new byte[256];

    /// The same with `-` for `_`: what CGI, and those that took over its variables, make no difference
    /// between.
    static final byte[] FOLDED_TOKEN = new byte[256];

    /// Octet → whether it may stand in a request-target: printable ASCII but `#`, which begins a
    /// fragment (RFC 9112 3.2).
    static final boolean[] TARGET = new boolean[256];

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long SPACES = 0x2020202020202020L;
    private static final long DELS = 0x7f7f7f7f7f7f7f7fL;
    private static final long PRINTABLE = 0x2121212121212121L;
    private static final long FRAGMENTS = 0x2323232323232323L;

    static {
        for (int c = 0; c < 128; c++) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (letter || digit || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
                LOWER_TOKEN[c] = (byte) lower(c);
                FOLDED_TOKEN[c] = c == '_' ? (byte) '-' : LOWER_TOKEN[c];
            }
            TARGET[c] = c > ' ' && c < 0x7f && c != '#';
        }
    }

    private Ascii() {}

    static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /// The eight octets from `at`, the first in the lowest place.
    static long eight(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /// Index of the first octet in `[from, to)` that is a control character other than HTAB, or
    /// `to`. Octets of 0x80 and above are text (obs-text). Looks at eight octets a step: values are
    /// most of a head.
    static int endOfText(byte[] bytes, int from, int to) {
        int i = from;
        while (true) {
            while (i + 8 <= to) {
                long word = (long) LONG.get(bytes, i);
                long del = word ^ DELS;
                // The lowest bit set marks the first octet below 0x20, or equal to 0x7f; higher
                // ones may be false.
                long found = (((word - SPACES) & ~word) | ((del - ONES) & ~del)) & HIGHS;
                if (found != 0) {
                    i += Long.numberOfTrailingZeros(found) >>> 3;
                    break;
                }
                i += 8;
            }
            while (i < to && !isControl(bytes[i])) {
                i++;
            }
            if (i >= to || bytes[i] != '\t') {
                return i;
            }
            i++;
        }
    }

    /// Index of the first octet in `[from, to)` that may not stand in a request-target, or `to`. Looks at eight octets a step,
    /// too.
    static int endOfTarget(byte[] bytes, int from, int to) {
        int i = from;
        while (i + 8 <= to) {
            long word = (long) LONG.get(bytes, i);
            long del = word ^ DELS;
            long fragment = word ^ FRAGMENTS;
            // As above: the lowest bit set is right.
            long found =
                    (word
                                    | ((word - PRINTABLE) & ~word)
                                    | ((del - ONES) & ~del)
                                    | ((fragment - ONES) & ~fragment))
                            & HIGHS;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            i += 8;
        }
        while (i < to && TARGET[bytes[i] & 0xff]) {
            i++;
        }
        return i;
    }

    static boolean isControl(byte b) {
        return (b >= 0 && b < ' ') || b == 0x7f;
    }

    /// Whether `[from, to)` is `lower`, a text of lower-case ASCII, but for letter case.
    static boolean is(byte[] bytes, int from, int to, String lower) {
        int length = lower.length();
        if (to - from != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(bytes[from + i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The same, where `_` counts as `-`.
    static boolean resembles(byte[] bytes, int from, int to, String lower) {
        int length = lower.length();
        if (to - from != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (FOLDED_TOKEN[bytes[from + i] & 0xff] != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the comma-separated list in `[from, to)` (RFC 9110 5.6.1) has the element `lower`,
    /// but for letter case.
    static boolean listHas(byte[] bytes, int from, int to, String lower) {
        for (int start = from; start < to; ) {
            int end = endOfElement(bytes, start, to);
            if (is(bytes, skipBlanks(bytes, start, end), trim(bytes, start, end), lower)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    /// Index of the next comma, or `to`.
    static int endOfElement(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != ',') {
            i++;
        }
        return i;
    }

    static int skipBlanks(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isBlank(bytes[i])) {
            i++;
        }
        return i;
    }

    /// The end of `[from, to)` without the blanks at its end.
    static int trim(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isBlank(bytes[end - 1])) {
            end--;
        }
        return end;
    }
}
