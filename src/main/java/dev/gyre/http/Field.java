package dev.gyre.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A header field as it was written, without the white space around its value.
public record Field(String name, String value) {

    /// The fields of a head, in order. Lines that are no fields are left out.
    public static List<Field> of(String head) {
        String[] lines = head.split("\r\n", -1);
        List<Field> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                fields.add(
                        new Field(
                                lines[i].substring(0, colon),
                                lines[i].substring(colon + 1).strip()));
            }
        }
        return fields;
    }

    /// Whether both say the same, however they are spelled.
    public boolean is(Field other) {
        return value.equals(other.value) && key().equals(other.key());
    }

    /// The name by which fields are the same.
    public String key() {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name + ": " + value;
    }
}
