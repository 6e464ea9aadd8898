package dev.gyre.access.domains;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Host;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Reads the lines of a list, of whichever form each is:
///
/// - `0.0.0.0 name …`, as in a hosts file: these very names;
/// - `domain`, `.domain`, `*.domain`, `||domain^`: the domain and all below it;
/// - `@@||domain^`: an exception;
/// - an address, or a block of them.
///
/// What is ASCII and plain, as nearly all is, is taken as it stands; the rest goes the long way. Not thread-safe.
final class ListLines {

    /// A hosts file has these for the machine itself; names without a dot are passed over anyway.
    private static final Set<String> LOCAL = Set.of("localhost.localdomain", "0.0.0.0");

    /// What may stand behind a `^` and takes nothing away from it.
    private static final Set<String> WHOLE = Set.of("", "|", "$all", "$important");

    private static final byte[] EXCEPTION = "@@||".getBytes(US_ASCII);
    private static final byte[] DOMAIN = "||".getBytes(US_ASCII);
    private static final byte[] BELOW = "*.".getBytes(US_ASCII);
    private static final int LONGEST = 253;

    private final byte[] text;
    private final PackedEntries entries;
    private final byte[] lower = new byte[LONGEST];
    private int line;
    private int bad;
    private int firstBad;

    /// @param text UTF-8
    ListLines(byte[] text, PackedEntries entries) {
        this.text = text;
        this.entries = entries;
    }

    /// How many lines were not understood.
    int bad() {
        return bad;
    }

    /// The first of them; 0 when there is none.
    int firstBad() {
        return firstBad;
    }

    /// Reads them all, or as many as a list may have entries.
    void read() {
        boolean mark = startsWith(0, text.length, "\ufeff".getBytes(UTF_8));
        int from = mark ? 3 : 0;
        while (from < text.length && entries.count() <= PackedEntries.MOST) {
            int end = from;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            line++;
            if (!read(from, end)) {
                firstBad = bad++ == 0 ? line : firstBad;
            }
            from = end + 1;
        }
    }

    /// @return false when it is not understood
    private boolean read(int start, int stop) {
        int from = afterSpace(start, stop);
        int to = beforeSpace(from, stop);
        if (from == to || text[from] == '#' || text[from] == '!' || isTitle(from, to)) {
            return true;
        }
        to = beforeComment(from, to);
        if (startsWith(from, to, EXCEPTION)) {
            return rule(Kind.EXCEPTION, from + EXCEPTION.length, to);
        }
        if (startsWith(from, to, DOMAIN)) {
            return rule(Kind.DOMAIN, from + DOMAIN.length, to);
        }
        int word = endOfWord(from, to);
        if (word < to) {
            return hosts(from, word, to);
        }
        return below(from, to) > from
                ? name(Kind.DOMAIN, below(from, to), to, false)
                : name(Kind.DOMAIN, from, to, true);
    }

    /// `[Adblock Plus 2.0]`, say.
    private boolean isTitle(int from, int to) {
        return text[from] == '[' && text[to - 1] == ']' && text[from + 1] > '@';
    }

    /// What stands behind `||`.
    private boolean rule(Kind kind, int from, int to) {
        int end = from;
        while (end < to && text[end] != '^') {
            end++;
        }
        return end < to
                && WHOLE.contains(new String(text, end + 1, to - end - 1, UTF_8))
                && name(kind, below(from, end), end, false);
    }

    /// An address that is nobody's, and names.
    private boolean hosts(int from, int word, int to) {
        Optional<InetAddress> address =
                Addresses.parse(new String(text, from, word - from, UTF_8))
                        .filter(each -> each.isAnyLocalAddress() || each.isLoopbackAddress());
        if (address.isEmpty()) {
            return false;
        }
        boolean understood = true;
        int at = afterSpace(word, to);
        while (at < to) {
            int end = endOfWord(at, to);
            understood &= isOfThisMachine(at, end) || name(Kind.NAME, at, end, true);
            at = afterSpace(end, to);
        }
        return understood;
    }

    private boolean isOfThisMachine(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == '.') {
                return to - from <= 21 && LOCAL.contains(new String(text, from, to - from, UTF_8));
            }
        }
        return true;
    }

    /// @param dotted whether it must have a dot: else any word would be a domain
    private boolean name(Kind kind, int from, int to, boolean dotted) {
        if (isPlain(from, to, dotted)) {
            entries.add(kind, lower, 0, to - from, line);
            return true;
        }
        String written = new String(text, from, Math.min(to - from, 2 * LONGEST), UTF_8);
        Optional<Cidr> block = Cidr.parse(written);
        if (block.isPresent()) {
            return network(kind, block.get());
        }
        return switch (Host.written(written).orElse(null)) {
            case null -> false;
            case Host.Address(InetAddress address) ->
                    network(kind, new Cidr(address, address.getAddress().length * 8));
            case Host.Name(String name) -> {
                if (dotted && name.indexOf('.') < 0) {
                    yield false;
                }
                entries.add(kind, name.getBytes(US_ASCII), 0, name.length(), line);
                yield true;
            }
        };
    }

    private boolean network(Kind kind, Cidr block) {
        if (kind != Kind.DOMAIN) {
            return false;
        }
        byte[] octets = Networks.octets(block.network().getAddress(), block.prefix());
        entries.add(Kind.NETWORK, octets, 0, octets.length, line);
        return true;
    }

    /// Whether it is a name of ASCII letters, and no address; [#lower] has it then.
    private boolean isPlain(int from, int to, boolean dotted) {
        if (to - from > LONGEST || from == to) {
            return false;
        }
        int label = 0;
        boolean dot = false;
        for (int i = from; i < to; i++) {
            byte c = text[i];
            if (c >= 'A' && c <= 'Z') {
                c |= 0x20;
            }
            lower[i - from] = c;
            if (c == '.') {
                if (label == 0) {
                    return false;
                }
                label = 0;
                dot = true;
            } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_') {
                if (++label > 63) {
                    return false;
                }
            } else {
                return false;
            }
        }
        return label > 0
                && (dot || !dotted)
                && !(text[to - label] >= '0' && text[to - label] <= '9');
    }

    private int below(int from, int to) {
        if (startsWith(from, to, BELOW)) {
            return from + BELOW.length;
        }
        return from < to && text[from] == '.' ? from + 1 : from;
    }

    private boolean startsWith(int from, int to, byte[] start) {
        return to - from >= start.length
                && Arrays.equals(text, from, from + start.length, start, 0, start.length);
    }

    private int afterSpace(int from, int to) {
        int at = from;
        while (at < to && isSpace(text[at])) {
            at++;
        }
        return at;
    }

    private int beforeSpace(int from, int to) {
        int at = to;
        while (at > from && isSpace(text[at - 1])) {
            at--;
        }
        return at;
    }

    private int endOfWord(int from, int to) {
        int at = from;
        while (at < to && !isSpace(text[at])) {
            at++;
        }
        return at;
    }

    private int beforeComment(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (text[i] == '#' && isSpace(text[i - 1])) {
                return beforeSpace(from, i);
            }
        }
        return to;
    }

    private static boolean isSpace(byte c) {
        return c >= 0 && c <= ' ';
    }
}
