package dev.gyre.net;

/// Writes names of any letters in ASCII (RFC 3492). The names must be in their normal form already, lower-case NFKC, as those
/// of the Public Suffix List are. `java.net.IDN` does the same and more, but takes a tenth of a second to start.
final class Punycode {

    private Punycode() {}

    /// The name with each label that is not ASCII as `xn--…`.
    static String toAscii(String name) {
        StringBuilder ascii = new StringBuilder(64);
        for (int from = 0; from <= name.length(); ) {
            int dot = name.indexOf('.', from);
            int to = dot < 0 ? name.length() : dot;
            label(name.substring(from, to), ascii);
            if (dot >= 0) {
                ascii.append('.');
            }
            from = to + 1;
        }
        return ascii.toString();
    }

    private static void label(String label, StringBuilder ascii) {
        int[] points = new int[label.codePointCount(0, label.length())];
        for (int i = 0, at = 0; i < points.length; i++) {
            points[i] = label.codePointAt(at);
            at = label.offsetByCodePoints(at, 1);
        }
        int start = ascii.length();
        for (int point : points) {
            if (point < 0x80) {
                ascii.append((char) point);
            }
        }
        int basic = ascii.length() - start;
        if (basic == points.length) {
            return;
        }
        ascii.insert(start, "xn--");
        if (basic > 0) {
            ascii.append('-');
        }
        int written = basic;
        int bias = 72;
        int delta = 0;
        for (int last = 0x7f; written < points.length; ) {
            int next = Integer.MAX_VALUE; // the smallest letter that is yet to be written
            for (int point : points) {
                if (point > last && point < next) {
                    next = point;
                }
            }
            delta += (next - last - 1) * (written + 1);
            for (int point : points) {
                if (point < next) {
                    delta++;
                } else if (point == next) {
                    number(delta, bias, ascii);
                    bias = adapt(delta, written + 1, written == basic);
                    delta = 0;
                    written++;
                }
            }
            delta++;
            last = next;
        }
    }

    /// A number of a variable length, the lowest digit first (RFC 3492 3.3).
    private static void number(int number, int bias, StringBuilder ascii) {
        int rest = number;
        for (int k = 36; ; k += 36) {
            int threshold = Math.clamp(k - bias, 1, 26);
            if (rest < threshold) {
                ascii.append(digit(rest));
                return;
            }
            ascii.append(digit(threshold + (rest - threshold) % (36 - threshold)));
            rest = (rest - threshold) / (36 - threshold);
        }
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int adapt(int delta, int written, boolean first) {
        int rest = first ? delta / 700 : delta / 2;
        rest += rest / written;
        int k = 0;
        while (rest > 455) {
            rest /= 35;
            k += 36;
        }
        return k + 36 * rest / (rest + 38);
    }
}
