package dev.gyre.soak;

/// How a target answers. Which it is, the path of a request says.
enum Manner {
    LENGTH(Kind.GOOD),
    CHUNKED(Kind.GOOD),
    UNTIL_CLOSE(Kind.GOOD),
    /// Each byte in a segment of its own.
    DRIP(Kind.GOOD),
    /// A few interim replies come first.
    INTERIM(Kind.GOOD),

    RESET_BEFORE(Kind.BAD),
    RESET_HEAD(Kind.BAD),
    RESET_LENGTH(Kind.BAD),
    RESET_UNTIL_CLOSE(Kind.BAD),
    CLOSE_BEFORE(Kind.BAD),
    CLOSE_LENGTH(Kind.BAD),
    CLOSE_CHUNKED(Kind.BAD),
    STALL_BEFORE(Kind.BAD),
    STALL_HEAD(Kind.BAD),
    STALL_BODY(Kind.BAD),
    /// Reads no body, says nothing.
    DEAF(Kind.BAD),
    /// Ends its side inside its head, and goes on listening.
    HALF_OPEN(Kind.BAD),
    GARBAGE(Kind.BAD),
    BAD_CHUNK(Kind.BAD),
    ENDLESS_HEADERS(Kind.BAD),
    ENDLESS_INTERIM(Kind.BAD),
    /// Nobody listens there.
    REFUSED(Kind.BAD),

    /// A second reply follows, that nobody asked for.
    TWO_REPLIES(Kind.RUDE),
    CLOSE_AFTER(Kind.RUDE),
    RESET_AFTER(Kind.RUDE),
    /// 413 before the body has come, then the end.
    EARLY(Kind.RUDE);

    /// What such an answer may come to.
    enum Kind {
        /// An honest client gets the right answer.
        GOOD,
        /// It may get an error or a part, too.
        BAD,
        /// The same, and the next request on the target's connection may suffer: these have a port of their own.
        RUDE
    }

    final Kind kind;

    Manner(Kind kind) {
        this.kind = kind;
    }
}
