package dev.gyre.outbound;

/// What an operator may want to know of how ways are found.
public enum DialEvent {
    /// A connection was slow: another one was begun beside it.
    HEDGED("a connection was slower than 'hedge'; another egress was tried beside it"),
    /// A connection was slow, but too many were.
    NOT_HEDGED("too many connections are slower than 'hedge'; no further egress was tried"),
    /// The line of those that wait for an egress was full, or its patience was at an end.
    WAITED_IN_VAIN("every egress was full for too long, or too many waited; a request was refused");

    private final String text;

    DialEvent(String text) {
        this.text = text;
    }

    /// The event in words.
    public String text() {
        return text;
    }
}
