package dev.gyre.audit;

/// What a row comes to.
public enum Verdict {
    /// Everything was judged, and nothing leaks.
    CLEAN("clean"),
    /// Something leaks.
    LEAKS("leaks"),
    /// Not everything could be judged, since the way did not lead to the judge.
    FAILED("failed"),
    /// Nothing could be judged, since no judge can be reached that way.
    NOT_JUDGED("not judged");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /// For people.
    public String text() {
        return text;
    }
}
