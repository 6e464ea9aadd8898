package dev.gyre.dns;

import org.xbill.DNS.Type;

import java.util.Locale;

/// Types of records, by name.
public final class RecordType {

    private RecordType() {}

    /// Whether it can be asked for: a type that stands for records, not for all of them or for a whole zone.
    public static boolean isKnown(String name) {
        int type = of(name);
        return type > 0 && Type.isRR(type) && type != Type.OPT;
    }

    static int of(String name) {
        return Type.value(name.toUpperCase(Locale.ROOT), true);
    }
}
