package dev.gyre.access.rules;

/// Whether something holds, as far as is known.
enum Truth {
    NO,
    YES,
    UNKNOWN;

    static Truth of(boolean holds) {
        return holds ? YES : NO;
    }

    Truth not() {
        return switch (this) {
            case NO -> YES;
            case YES -> NO;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
