package dev.gyre.egress;

/// How much the target can tell.
public enum Grade {
    /// Neither who asked nor that a proxy was there.
    ELITE("elite"),
    /// That a proxy was there, but not for whom.
    ANONYMOUS("anonymous"),
    /// Who asked.
    TRANSPARENT("transparent");

    private final String text;

    Grade(String text) {
        this.text = text;
    }

    /// In one word.
    public String text() {
        return text;
    }

    /// The one that tells more.
    public Grade or(Grade other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
