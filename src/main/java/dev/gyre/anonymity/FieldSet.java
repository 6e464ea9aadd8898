package dev.gyre.anonymity;

import dev.gyre.http.Fields;

import org.jspecify.annotations.Nullable;

/// A fixed set of field names that is asked for each field of each message, without making a `String` of the field's name. A
/// name with `_` for `-` is in it too: many a server reads `X_Forwarded_For` as `X-Forwarded-For`.
final class FieldSet {

    private final @Nullable String[] table;
    private final int mask;

    /// @param names in lower case
    FieldSet(String... names) {
        int size = Integer.highestOneBit(names.length) << 2;
        table = new @Nullable String[size];
        mask = size - 1;
        for (String name : names) {
            int place = place(name.hashCode());
            while (table[place] != null) {
                place = place + 1 & mask;
            }
            table[place] = name;
        }
    }

    boolean contains(Fields fields, int field) {
        int place = place(fields.nameHash(field));
        for (String name = table[place]; name != null; name = table[place]) {
            if (fields.nameResembles(field, name)) {
                return true;
            }
            place = place + 1 & mask;
        }
        return false;
    }

    private int place(int hash) {
        return (hash ^ hash >>> 15) & mask;
    }
}
