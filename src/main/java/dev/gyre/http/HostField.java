package dev.gyre.http;

/// The grammar of the `Host` field, `uri-host [":" port]` (RFC 9110 7.2, RFC 3986 3.2.2 and 3.2.3). An empty value has it too.
final class HostField {

    /// Octet → whether it may stand in a registered name, `%` before two hexadecimal digits aside.
    private static final boolean[] NAME = new boolean[256];

    private static final int MAX_PORT = 65_535;

    static {
        for (int c = 0; c < 128; c++) {
            NAME[c] =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-._~!$&'()*+,;=".indexOf(c) >= 0;
        }
    }

    private HostField() {}

    /// Whether the value in `[from, to)` has the grammar, and a port below 2^16.
    static boolean isValid(byte[] bytes, int from, int to) {
        int i = from;
        if (i < to && bytes[i] == '[') {
            i = endOfLiteral(bytes, i, to);
        } else {
            while (i < to && NAME[bytes[i] & 0xff]) {
                i++;
            }
            if (i < to && bytes[i] == '%') {
                i = endOfEncodedName(bytes, i, to);
            }
        }
        return i == to || (bytes[i] == ':' && isPort(bytes, i + 1, to));
    }

    /// Index behind the `]`; `from`, where the `[` is, when what is between them is no literal address.
    private static int endOfLiteral(byte[] bytes, int from, int to) {
        int i = from + 1;
        boolean future = i < to && (bytes[i] | 0x20) == 'v';
        while (i < to
                && (bytes[i] == ':'
                        || (future ? NAME[bytes[i] & 0xff] : isHex(bytes[i]) || bytes[i] == '.'))) {
            i++;
        }
        return i > from + 2 && i < to && bytes[i] == ']' ? i + 1 : from;
    }

    private static int endOfEncodedName(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (NAME[bytes[i] & 0xff]) {
                i++;
            } else if (bytes[i] == '%'
                    && i + 2 < to
                    && isHex(bytes[i + 1])
                    && isHex(bytes[i + 2])) {
                i += 3;
            } else {
                break;
            }
        }
        return i;
    }

    private static boolean isHex(byte b) {
        int lower = b | 0x20;
        return Ascii.isDigit(b) || (lower >= 'a' && lower <= 'f');
    }

    private static boolean isPort(byte[] bytes, int from, int to) {
        int port = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(bytes[i])) {
                return false;
            }
            port = port * 10 + (bytes[i] - '0');
            if (port > MAX_PORT) {
                return false;
            }
        }
        return true;
    }
}
