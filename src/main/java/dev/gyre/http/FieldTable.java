package dev.gyre.http;

import java.util.Arrays;

/// Reads field lines (RFC 9112 5) into the table of [Fields], and notes what the framing fields
/// say.
final class FieldTable {

    private static final int CONTENT_LENGTH = "content-length".hashCode();
    private static final int TRANSFER_ENCODING = "transfer-encoding".hashCode();
    private static final int HOST = "host".hashCode();
    private static final int CONNECTION = "connection".hashCode();
    private static final int PROXY_CONNECTION = "proxy-connection".hashCode();

    private static final String NAME = "A field name is not a token.";
    private static final String FOLDED = "A field line starts with white space.";
    private static final String SPACE = "There is white space between a field name and its colon.";
    private static final String VALUE = "A field value is malformed.";
    private static final String TOO_MANY = "There are too many fields.";
    private static final String LENGTHS = "There are two Content-Length fields.";
    private static final String LENGTH = "The Content-Length is malformed.";
    private static final String BOTH = "There are both a Content-Length and a Transfer-Encoding.";
    private static final String CODING_OF_1_0 = "There is a Transfer-Encoding in HTTP/1.0.";
    private static final String CODINGS =
            "There is more than one Transfer-Encoding, or an empty one.";
    private static final String NO_END = "The last Transfer-Encoding is not chunked.";
    private static final String OTHER_CODING = "Only the transfer coding chunked is supported.";
    private static final String HOSTS = "There is not exactly one Host field.";
    private static final String BAD_HOST = "The Host field is malformed.";
    private static final String CONNECT_BODY =
            "CONNECT has a Content-Length or a Transfer-Encoding.";

    private static final int[] NONE = {};

    private final int limit;
    private final Persistence persistence = new Persistence();
    private int[] table = NONE;
    private int count;
    private int expected = 12;
    private long contentLength = Framing.NONE;
    private int codings;
    private boolean emptyCoding;
    private boolean otherCoding;
    private boolean endsInChunked;
    private int hosts;

    FieldTable(int limit) {
        this.limit = limit;
    }

    /// Reads one field line.
    ///
    /// @return the index behind its CRLF, or [HeadParser#MORE] when the line does not look complete
    int read(byte[] bytes, int from, int to) {
        int i = from;
        int hash = 0;
        byte folded;
        while (i < to && (folded = Ascii.FOLDED_TOKEN[bytes[i] & 0xff]) != 0) {
            hash = 31 * hash + folded;
            i++;
        }
        if (i == to) {
            return HeadParser.MORE;
        }
        if (bytes[i] != ':' || i == from) {
            throw HttpError.bad(badName(bytes, from, i));
        }
        int nameEnd = i;
        int value = Ascii.skipBlanks(bytes, i + 1, to);
        i = Ascii.endOfText(bytes, value, to);
        if (i + 2 > to) {
            return HeadParser.MORE;
        }
        if (bytes[i] != Ascii.CR || bytes[i + 1] != Ascii.LF) {
            throw HttpError.bad(VALUE);
        }
        int valueEnd = Ascii.trim(bytes, value, i);
        add(from, nameEnd, value, valueEnd, hash);
        switch (nameEnd - from) {
            case 4, 10, 14, 16, 17 -> note(bytes, from, nameEnd, value, valueEnd, hash);
            default -> {}
        }
        return i + 2;
    }

    private static String badName(byte[] bytes, int from, int at) {
        if (!Ascii.isBlank(bytes[at])) {
            return NAME;
        }
        return at == from ? FOLDED : SPACE;
    }

    private void add(int name, int nameEnd, int value, int valueEnd, int hash) {
        if (count == limit) {
            throw new HttpError(431, TOO_MANY);
        }
        int at = count * Fields.STRIDE;
        if (at == table.length) {
            int room = count == 0 ? expected : Math.min(limit, count * 2);
            table =
                    count == 0
                            ? new int[room * Fields.STRIDE]
                            : Arrays.copyOf(table, room * Fields.STRIDE);
        }
        table[at] = name;
        table[at + 1] = nameEnd;
        table[at + 2] = value;
        table[at + 3] = valueEnd;
        table[at + 4] = hash;
        count++;
    }

    private void note(byte[] bytes, int name, int nameEnd, int value, int end, int hash) {
        if (hash == HOST && Ascii.is(bytes, name, nameEnd, "host")) {
            hosts++;
            if (!HostField.isValid(bytes, value, end)) {
                throw HttpError.bad(BAD_HOST);
            }
        } else if (hash == CONTENT_LENGTH && Ascii.is(bytes, name, nameEnd, "content-length")) {
            if (contentLength >= 0) {
                throw HttpError.bad(LENGTHS);
            }
            contentLength = length(bytes, value, end);
        } else if (hash == TRANSFER_ENCODING
                && Ascii.is(bytes, name, nameEnd, "transfer-encoding")) {
            codings++;
            emptyCoding |= value == end;
            if (!Ascii.is(bytes, value, end, "chunked")) {
                otherCoding = true;
                endsInChunked = endsInChunked(bytes, value, end);
            }
        } else if (hash == CONNECTION && Ascii.is(bytes, name, nameEnd, "connection")) {
            persistence.connection(bytes, value, end);
        } else if (hash == PROXY_CONNECTION && Ascii.is(bytes, name, nameEnd, "proxy-connection")) {
            persistence.proxyConnection(bytes, value, end);
        }
    }

    /// Whether chunked is the last coding of a list, and only the last.
    private static boolean endsInChunked(byte[] bytes, int from, int to) {
        int last = to;
        while (last > from && bytes[last - 1] != ',') {
            last--;
        }
        return Ascii.is(bytes, Ascii.skipBlanks(bytes, last, to), to, "chunked")
                && last > from
                && !Ascii.listHas(bytes, from, last - 1, "chunked");
    }

    /// Digits only, no zero in front, below 2^63.
    private static long length(byte[] bytes, int from, int to) {
        if (from == to || to - from > 19 || (bytes[from] == '0' && to - from > 1)) {
            throw HttpError.bad(LENGTH);
        }
        long length = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(bytes[i])) {
                throw HttpError.bad(LENGTH);
            }
            length = length * 10 + (bytes[i] - '0');
        }
        // Nineteen digits are less than 2 * 2^63, so that an overflow shows as a negative number.
        if (length < 0) {
            throw HttpError.bad(LENGTH);
        }
        return length;
    }

    /// The framing of a request's body, once all fields are read (RFC 9112 3.2, 6.1, 6.3; RFC 9110
    /// 9.3.6).
    long ofRequest(StartLine line) {
        if (hosts > 1 || (hosts == 0 && line.minorVersion == 1)) {
            throw HttpError.bad(HOSTS);
        }
        if (line.method.equals("CONNECT")) {
            if (contentLength >= 0 || codings > 0) {
                throw HttpError.bad(CONNECT_BODY);
            }
            return Framing.NONE;
        }
        return codings > 0 ? coding(line.minorVersion) : contentLength;
    }

    /// The framing of a response's body as its fields have it, once all are read.
    long ofResponse(StartLine line) {
        if (codings > 0) {
            return coding(line.minorVersion);
        }
        return contentLength >= 0 ? contentLength : Framing.UNTIL_CLOSE;
    }

    private long coding(int minorVersion) {
        if (contentLength >= 0) {
            throw HttpError.bad(BOTH);
        }
        if (minorVersion == 0) {
            throw HttpError.bad(CODING_OF_1_0);
        }
        if (codings > 1 || emptyCoding) {
            throw HttpError.bad(CODINGS);
        }
        if (otherCoding && !endsInChunked) {
            throw HttpError.bad(NO_END); // RFC 9112 6.3: it can't be told where the message ends
        }
        if (otherCoding) {
            throw new HttpError(501, OTHER_CODING);
        }
        return Framing.CHUNKED;
    }

    boolean keepAlive(StartLine line, boolean request) {
        return persistence.keepAlive(line.minorVersion, request);
    }

    /// Hands out the table and starts anew. The next head on a connection is likely to have as many
    /// fields.
    Fields take(byte[] bytes) {
        Fields fields = new Fields(bytes, table, count);
        expected = Math.min(limit, Math.max(4, count));
        reset();
        return fields;
    }

    void reset() {
        table = NONE;
        count = 0;
        contentLength = Framing.NONE;
        codings = 0;
        emptyCoding = false;
        otherCoding = false;
        endsInChunked = false;
        hosts = 0;
        persistence.reset();
    }
}
