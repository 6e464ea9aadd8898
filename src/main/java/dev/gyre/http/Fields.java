package dev.gyre.http;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The field lines of a head, in the order and the letter case in which they were received.
///
/// Immutable; offsets over one array, so a name or value becomes a `String` only when it is asked
/// for. An index runs from 0 to [#count()]. A name given as an argument must be in lower case;
/// names compare without case (RFC 9110 5.1).
public final class Fields {

    /// Ints per field in the table: start and end of the name, start and end of the value, hash of
    /// the name in lower case with `-` for `_`.
    static final int STRIDE = 5;

    private static final int NAME = 0;
    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;
    private static final int HASH = 4;

    private final byte[] bytes;
    private final int[] table;
    private final int count;

    Fields(byte[] bytes, int[] table, int count) {
        this.bytes = bytes;
        this.table = table;
        this.count = count;
    }

    /// How many field lines there are.
    public int count() {
        return count;
    }

    /// The name as it was received.
    public String name(int i) {
        return text(at(i, NAME), at(i, NAME_END));
    }

    /// Hash of the name in lower case, with `-` for `_`: that of the same `String`, so that a table
    /// of names can be asked without making one.
    public int nameHash(int i) {
        return at(i, HASH);
    }

    /// Whether field `i` has this name.
    public boolean nameIs(int i, String lowerName) {
        return Ascii.is(bytes, at(i, NAME), at(i, NAME_END), lowerName);
    }

    /// Whether field `i` has this name, or one that many a server takes for it: with `_` for `-`.
    public boolean nameResembles(int i, String lowerName) {
        return Ascii.resembles(bytes, at(i, NAME), at(i, NAME_END), lowerName);
    }

    /// The first character of the name, in lower case.
    public char nameStart(int i) {
        return (char) Ascii.lower(bytes[at(i, NAME)]);
    }

    /// Whether the name starts with this text, or one that resembles it.
    public boolean nameStartsLike(int i, String lowerPrefix) {
        int start = at(i, NAME);
        int end = start + lowerPrefix.length();
        return end <= at(i, NAME_END) && Ascii.resembles(bytes, start, end, lowerPrefix);
    }

    /// The value without the white space around it, as ISO-8859-1.
    public String value(int i) {
        return text(at(i, VALUE), at(i, VALUE_END));
    }

    /// Octets of the value.
    public int valueLength(int i) {
        return at(i, VALUE_END) - at(i, VALUE);
    }

    /// Whether the value is this text, but for letter case.
    public boolean valueEqualsIgnoreCase(int i, String lowerText) {
        return Ascii.is(bytes, at(i, VALUE), at(i, VALUE_END), lowerText);
    }

    /// Whether the value is exactly this text of ISO-8859-1.
    public boolean valueEquals(int i, String text) {
        int start = at(i, VALUE);
        int length = text.length();
        if (valueLength(i) != length) {
            return false;
        }
        for (int k = 0; k < length; k++) {
            if ((bytes[start + k] & 0xff) != text.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    /// Index of the first field of this name at `from` or after it, or -1.
    public int indexOf(String lowerName, int from) {
        for (int i = from; i < count; i++) {
            if (nameIs(i, lowerName)) {
                return i;
            }
        }
        return -1;
    }

    /// Index of the first field of this name, or -1.
    public int indexOf(String lowerName) {
        return indexOf(lowerName, 0);
    }

    public boolean contains(String lowerName) {
        return indexOf(lowerName, 0) >= 0;
    }

    /// The value of the first field of this name.
    public Optional<String> first(String lowerName) {
        int i = indexOf(lowerName, 0);
        return i < 0 ? Optional.empty() : Optional.of(value(i));
    }

    /// Whether the list that all fields of this name make together (RFC 9110 5.3) has this element,
    /// but for letter case.
    public boolean listContains(String lowerFieldName, String lowerToken) {
        for (int i = indexOf(lowerFieldName, 0); i >= 0; i = indexOf(lowerFieldName, i + 1)) {
            if (listHas(i, lowerToken)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the list that is the value of this field has this element, but for letter case.
    public boolean listHas(int i, String lowerToken) {
        return Ascii.listHas(bytes, at(i, VALUE), at(i, VALUE_END), lowerToken);
    }

    /// The elements, in lower case, of the list that all fields of this name make together; empty
    /// ones are left out.
    public List<String> list(String lowerFieldName) {
        List<String> elements = new ArrayList<>(4);
        for (int i = indexOf(lowerFieldName, 0); i >= 0; i = indexOf(lowerFieldName, i + 1)) {
            int to = at(i, VALUE_END);
            for (int start = at(i, VALUE); start < to; ) {
                int end = Ascii.endOfElement(bytes, start, to);
                int from = Ascii.skipBlanks(bytes, start, end);
                if (from < end) {
                    String element = text(from, Ascii.trim(bytes, from, end));
                    elements.add(element.toLowerCase(Locale.ROOT));
                }
                start = end + 1;
            }
        }
        return elements;
    }

    /// Whether the name is that of a framing field but for `_` where it has `-`: some peers read it
    /// as that field, so it must not be passed on.
    public boolean isLookAlike(int i) {
        return looksLike(i, "content-length") || looksLike(i, "transfer-encoding");
    }

    private boolean looksLike(int i, String lowerName) {
        return nameResembles(i, lowerName) && !nameIs(i, lowerName);
    }

    /// Writes field `i` as `Name: value` and CRLF, with its own letter case; `Name:` when it was
    /// received so.
    public void write(int i, ByteBuf out) {
        write(i, i + 1, out);
    }

    /// Writes the fields `[from, to)`, each as `Name: value` and CRLF. Lines that were received in
    /// this form are copied in one piece.
    public void write(int from, int to, ByteBuf out) {
        int i = from;
        while (i < to) {
            int run = i;
            while (run < to && isPlain(run)) {
                run++;
            }
            if (run > i) {
                int start = at(i, NAME);
                out.writeBytes(bytes, start, at(run - 1, VALUE_END) + 2 - start);
                i = run;
            } else {
                out.writeBytes(bytes, at(i, NAME), at(i, NAME_END) - at(i, NAME));
                out.writeShort(':' << 8 | ' ');
                out.writeBytes(bytes, at(i, VALUE), valueLength(i));
                out.writeShort(Ascii.CR << 8 | Ascii.LF);
                i++;
            }
        }
    }

    /// Whether the line as received is the one that is to be written.
    private boolean isPlain(int i) {
        int colon = at(i, NAME_END);
        int gap = at(i, VALUE) - colon;
        int end = at(i, VALUE_END);
        return bytes[end] == Ascii.CR
                && (gap == 2 ? bytes[colon + 1] == ' ' : gap == 1 && end == colon + 1);
    }

    private int at(int i, int column) {
        if (i >= count) {
            throw new IndexOutOfBoundsException(i);
        }
        return table[i * STRIDE + column];
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /// Names only: values may be secrets.
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            names.append(i == 0 ? "" : ", ").append(name(i));
        }
        return names.append(']').toString();
    }
}
