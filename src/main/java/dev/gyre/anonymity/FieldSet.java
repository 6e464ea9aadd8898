package dev.gyre.anonymity;

import dev.gyre.http.Fields;

import org.jspecify.annotations.Nullable;

/// A fixed set of field names that is asked for each field of each message, without making a `String` of the field's name. A
/// name with `_` for `-` is in it too: many a server reads `X_Forwarded_For` as `X-Forwarded-For`.
final class FieldSet {

    private final @Nullable String[] table;
    private final int[] indexes;
    private final int mask;

    /// @param names in lower case
    FieldSet(String... names) {
        int size = Integer.highestOneBit(Math.max(1, names.length)) << 2;
        table = new @Nullable String[size];
        indexes = new int[size];
        mask = size - 1;
        for (int i = 0; i < names.length; i++) {
            int place = place(names[i].hashCode());
            while (table[place] != null) {
                place = place + 1 & mask;
            }
            table[place] = names[i];
            indexes[place] = i;
        }
    }

    boolean contains(Fields fields, int field) {
        return indexOf(fields, field) >= 0;
    }

    boolean contains(String lowerName) {
        int place = place(lowerName.hashCode());
        for (String name = table[place]; name != null; name = table[place]) {
            if (name.equals(lowerName)) {
                return true;
            }
            place = place + 1 & mask;
        }
        return false;
    }

    /// Where the field's name stands among the names, or -1.
    int indexOf(Fields fields, int field) {
        int place = place(fields.nameHash(field));
        for (String name = table[place]; name != null; name = table[place]) {
            if (fields.nameResembles(field, name)) {
                return indexes[place];
            }
            place = place + 1 & mask;
        }
        return -1;
    }

    private int place(int hash) {
        return (hash ^ hash >>> 15) & mask;
    }
}
