package dev.gyre.http;

import java.nio.charset.StandardCharsets;

/// Reads the first line of a head (RFC 9112 3 and 4). Both readers return the index behind the
/// line's CRLF, or [HeadParser#MORE] when the line does not look complete.
final class StartLine {

    private static final long HTTP_1_1 = Ascii.eight(ascii("HTTP/1.1"), 0);
    private static final long HTTP_1_0 = Ascii.eight(ascii("HTTP/1.0"), 0);

    private static final long FIRST_FOUR = 0xffff_ffffL;
    private static final long GET = Ascii.eight(ascii("GET     "), 0) & FIRST_FOUR;
    private static final long FIRST_FIVE = 0xff_ffff_ffffL;
    private static final String[] METHODS = {
        "GET", "POST", "CONNECT", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"
    };

    private static final String METHOD = "The method is not a token.";
    private static final String TARGET = "The request-target is malformed.";
    private static final String LINE = "The request line is malformed.";
    private static final String VERSION = "The HTTP version is malformed.";
    private static final String OTHER_VERSION = "Only HTTP/1.0 and HTTP/1.1 are supported.";
    private static final String STATUS_LINE = "The status line is malformed.";
    private static final String STATUS = "The status is not 100 to 599.";

    /// Start and end of the request-target, or of the reason phrase.
    int start;

    int end;
    String method = "";
    int status;
    int minorVersion;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// `method SP request-target SP HTTP-version CRLF`.
    int request(byte[] bytes, int from, int to) {
        int i = method(bytes, from, to);
        if (i == HeadParser.MORE) {
            return i;
        }
        start = ++i;
        i = Ascii.endOfTarget(bytes, i, to);
        if (i == to) {
            return HeadParser.MORE;
        }
        if (bytes[i] != ' ' || i == start) {
            throw HttpError.bad(TARGET);
        }
        end = i++;
        if (i + 10 > to) {
            return HeadParser.MORE;
        }
        minorVersion = minorVersion(bytes, i);
        if (bytes[i + 8] != Ascii.CR || bytes[i + 9] != Ascii.LF) {
            throw HttpError.bad(LINE);
        }
        return i + 10;
    }

    /// Returns the index of the space behind the method.
    private int method(byte[] bytes, int from, int to) {
        if (from + 8 <= to && (Ascii.eight(bytes, from) & FIRST_FOUR) == GET) {
            method = "GET"; // as most are
            return from + 3;
        }
        int i = from;
        int hash = 0;
        while (i < to && Ascii.LOWER_TOKEN[bytes[i] & 0xff] != 0) {
            hash = 31 * hash + bytes[i++];
        }
        if (i == to) {
            return HeadParser.MORE;
        }
        if (bytes[i] != ' ' || i == from) {
            throw HttpError.bad(METHOD);
        }
        method = method(bytes, from, i, hash);
        return i;
    }

    /// `HTTP-version SP 3DIGIT [ SP [ reason-phrase ] ] CRLF`; the last SP is left out by some.
    int status(byte[] bytes, int from, int to) {
        int i = from + 12;
        if (i + 2 > to) {
            return HeadParser.MORE;
        }
        minorVersion = minorVersion(bytes, from);
        byte a = bytes[i - 3];
        byte b = bytes[i - 2];
        byte c = bytes[i - 1];
        if (bytes[i - 4] != ' ' || !Ascii.isDigit(a) || !Ascii.isDigit(b) || !Ascii.isDigit(c)) {
            throw HttpError.bad(STATUS_LINE);
        }
        status = (a - '0') * 100 + (b - '0') * 10 + (c - '0');
        if (status < 100 || status > 599) {
            throw HttpError.bad(STATUS);
        }
        if (bytes[i] == ' ') {
            i++;
        } else if (bytes[i] != Ascii.CR) {
            throw HttpError.bad(STATUS_LINE);
        }
        start = i;
        end = Ascii.endOfText(bytes, i, to);
        if (end + 2 > to) {
            return HeadParser.MORE;
        }
        if (bytes[end] != Ascii.CR || bytes[end + 1] != Ascii.LF) {
            throw HttpError.bad(STATUS_LINE);
        }
        return end + 2;
    }

    private static int minorVersion(byte[] bytes, int at) {
        long word = Ascii.eight(bytes, at);
        if (word == HTTP_1_1) {
            return 1;
        }
        if (word == HTTP_1_0) {
            return 0;
        }
        // Another version is "HTTP/", a digit, ".", a digit; the name is case-sensitive (RFC 9112
        // 2.3).
        boolean version =
                ((word ^ HTTP_1_1) & FIRST_FIVE) == 0
                        && Ascii.isDigit(bytes[at + 5])
                        && bytes[at + 6] == '.'
                        && Ascii.isDigit(bytes[at + 7]);
        throw version ? new HttpError(505, OTHER_VERSION) : HttpError.bad(VERSION);
    }

    /// The constant for a method that is known; others are rare enough to be made anew.
    private static String method(byte[] bytes, int from, int to, int hash) {
        for (String known : METHODS) {
            if (known.hashCode() == hash && spells(bytes, from, to, known)) {
                return known;
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    private static boolean spells(byte[] bytes, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] != text.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }
}
