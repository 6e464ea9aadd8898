package dev.gyre.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// The rules of the Public Suffix List (publicsuffix.org): a hash table of places in the list itself, some 500 KB in all. A
/// look-up makes no object. Names are hashed from their end, so that one walk over a name has the hashes of all its suffixes.
///
/// Immutable once made: safe for all threads.
final class PublicSuffixes {

    private static final int SUFFIX = 1; // `com`: is a public suffix
    private static final int PARENT = 2; // `*.ck`: all its children are
    private static final int EXCEPTION = 4; // `!www.ck`: is none, whatever its parent says

    private static final int FREE = -1;

    /// The list, and behind it, in ASCII, those of its names that are not. A name ends where white space begins.
    private byte[] text;

    private int end;

    /// Where in `text` a name begins, at its hash or in the next free place; once for each of its rules.
    private final int[] places;

    /// What the rule in the same place says of its name.
    private final byte[] kinds;

    private int rules;

    /// Reads a list. It is one loop, and not pretty, because it runs once and cold.
    ///
    /// @throws IllegalArgumentException when rules are much shorter, and so more, than the list has ever had
    PublicSuffixes(byte[] list) {
        int size = Integer.highestOneBit(list.length / 8 + 64);
        places = new int[size];
        Arrays.fill(places, FREE);
        kinds = new byte[size];
        text = Arrays.copyOf(list, list.length + list.length / 8 + 1);
        text[list.length] = '\n';
        end = list.length + 1;
        for (int at = 0; at < list.length; at++) {
            if (text[at] != '/') { // no comment, so a rule or nothing
                int kind = text[at] == '!' ? EXCEPTION : text[at] == '*' ? PARENT : SUFFIX;
                int from = kind == SUFFIX ? at : kind == EXCEPTION ? at + 1 : at + 2;
                int hash = 0;
                int power = 1;
                boolean ascii = true;
                for (at = from; text[at] < 0 || text[at] > ' '; at++) {
                    hash += text[at] * power;
                    power *= 31;
                    ascii &= text[at] >= 0;
                }
                if (!ascii) {
                    putInAscii(from, at, kind);
                } else if (at > from) {
                    put(from, hash, kind);
                }
            }
            while (text[at] != '\n') {
                at++;
            }
        }
        text = Arrays.copyOf(text, end);
    }

    private void putInAscii(int start, int stop, int kind) {
        byte[] name =
                Punycode.toAscii(new String(text, start, stop - start, UTF_8)).getBytes(US_ASCII);
        int from = end;
        if (text.length < from + name.length + 1) {
            text = Arrays.copyOf(text, (from + name.length) * 2);
        }
        int hash = 0;
        for (int i = name.length - 1; i >= 0; i--) {
            hash = hash * 31 + name[i];
            text[from + i] = name[i];
        }
        end = from + name.length + 1;
        text[end - 1] = '\n';
        put(from, hash, kind);
    }

    private void put(int from, int hash, int kind) {
        if (++rules > places.length / 2) {
            throw new IllegalArgumentException("too many rules for a list of this length");
        }
        int place = firstPlace(hash);
        while (places[place] != FREE) {
            place = place + 1 & places.length - 1;
        }
        places[place] = from;
        kinds[place] = (byte) kind;
    }

    private int firstPlace(int hash) {
        return (hash ^ hash >>> 16) & places.length - 1;
    }

    /// The kinds of all rules for this end of a name, or 0.
    private int kinds(String name, int from, int hash) {
        int found = 0;
        int place = firstPlace(hash);
        while (places[place] != FREE) {
            if (isAt(places[place], name, from)) {
                found |= kinds[place];
            }
            place = place + 1 & places.length - 1;
        }
        return found;
    }

    private boolean isAt(int at, String name, int from) {
        int length = name.length() - from;
        for (int i = 0; i < length; i++) {
            if (text[at + i] != name.charAt(from + i)) {
                return false;
            }
        }
        return text[at + length] >= 0 && text[at + length] <= ' ';
    }

    /// Where the registrable domain begins in a name, which is lower-case ASCII without a trailing dot; 0 when it is itself a
    /// public suffix. The longest rule wins, an exception beats all, and a name that no rule knows follows the rule `*`.
    int siteStart(String name) {
        int labels = 0; // of the suffix that is looked at
        int suffix = 1; // labels of the public suffix, by the rules seen so far
        int hash = 0;
        for (int i = name.length() - 1; i >= 0; i--) {
            hash = hash * 31 + name.charAt(i);
            if (i > 0 && name.charAt(i - 1) != '.') {
                continue;
            }
            labels++;
            int kinds = kinds(name, i, hash);
            if ((kinds & EXCEPTION) != 0) {
                suffix = labels - 1;
                break;
            }
            if ((kinds & PARENT) != 0 && i > 0) {
                suffix = labels + 1;
            } else if ((kinds & SUFFIX) != 0) {
                suffix = labels;
            }
        }
        int start = name.length() + 1;
        for (int label = 0; label <= suffix && start > 0; label++) {
            start = name.lastIndexOf('.', start - 2) + 1;
        }
        return start;
    }

    /// The list that is shipped with the program. The first caller reads it, the others wait for that.
    static PublicSuffixes shipped() {
        return Shipped.LIST;
    }

    private static final class Shipped {

        private static final PublicSuffixes LIST = read();

        private static PublicSuffixes read() {
            try (InputStream in =
                    PublicSuffixes.class.getResourceAsStream("public_suffix_list.dat")) {
                if (in == null) {
                    throw new IllegalStateException("the public suffix list is not there");
                }
                return new PublicSuffixes(in.readAllBytes());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
