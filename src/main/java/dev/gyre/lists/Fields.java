package dev.gyre.lists;

import java.util.ArrayList;
import java.util.List;

/// The pieces of a line between its colons; those of an address in brackets belong to it.
final class Fields {

    private Fields() {}

    static List<String> of(String text) {
        List<String> fields = new ArrayList<>(4);
        int from = 0;
        while (true) {
            int end = text.indexOf(':', bracketed(text, from));
            if (end < 0) {
                fields.add(text.substring(from));
                return fields;
            }
            fields.add(text.substring(from, end));
            from = end + 1;
        }
    }

    /// Where the address in brackets ends that begins here, or here.
    private static int bracketed(String text, int from) {
        if (!text.startsWith("[", from)) {
            return from;
        }
        int end = text.indexOf(']', from);
        boolean ends = end >= 0 && (end + 1 == text.length() || text.charAt(end + 1) == ':');
        return ends ? end : from;
    }
}
