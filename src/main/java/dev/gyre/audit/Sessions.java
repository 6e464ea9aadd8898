package dev.gyre.audit;

/// Whether two sessions came to the target by one connection.
public enum Sessions {
    /// Each by connections of its own.
    APART("apart"),
    /// They did.
    SHARED("shared"),
    /// That can't be told.
    NOT_JUDGED("not judged");

    private final String text;

    Sessions(String text) {
        this.text = text;
    }

    /// For people.
    public String text() {
        return text;
    }
}
