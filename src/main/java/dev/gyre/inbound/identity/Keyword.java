package dev.gyre.inbound.identity;

import java.util.Locale;
import java.util.Optional;

/// The words by which parameters are named, the same in every dialect and in any letter case. [Asked] says what each means.
enum Keyword {
    SESSION,
    SESSID,
    SID,
    /// Oxylabs: a session that fails rather than moves.
    SESSID_ONEIP,
    /// How long a session keeps its egress: `90s`, `10m`, `1h30m`, or a number of seconds.
    TTL,
    /// The same in minutes.
    SESSTIME,
    /// The same in minutes.
    SESSIONDURATION,
    /// The same with its unit: a bare number is minutes to some who read it, and seconds to others.
    LIFETIME,
    COUNTRY,
    CC,
    GROUP,
    GROUPS,
    TAG,
    TAGS,
    /// `soft` or `hard`.
    STRENGTH,
    /// Takes no value: an egress of its own for each request.
    ROTATE,
    /// Takes no value. Bright Data: the session fails rather than moves.
    CONST;

    private static final Keyword[] ALL = values();

    private final String text = name().toLowerCase(Locale.ROOT);

    /// The word in lower case.
    String text() {
        return text;
    }

    boolean takesValue() {
        return this != ROTATE && this != CONST;
    }

    /// The keyword that `[from, to)` of the text is, in any letter case.
    static Optional<Keyword> of(String text, int from, int to) {
        for (Keyword each : ALL) {
            if (Ascii.is(text, from, to, each.text)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
