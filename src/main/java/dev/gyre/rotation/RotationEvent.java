package dev.gyre.rotation;

/// What an operator may want to know of rotation, since a promise was kept less well than it could have been.
public enum RotationEvent {
    /// The table of sessions was full: the one that was used longest ago was forgotten.
    SESSION_FORGOTTEN("the table of sessions is full; the one used longest ago was forgotten"),
    /// The egress of a session could not be used: it moved to another.
    SESSION_MOVED("a session's egress could not be used; it moved to another"),
    /// The egress of a hard session could not be used: its request failed.
    SESSION_LOST("a hard session's egress could not be used; its request was refused"),
    /// Every egress was too near: the one that was used longest ago at the site served again.
    REUSED_EARLY("the pool is too small for reuse-distance; a site saw an egress again early"),
    /// Every egress was too near, and none served.
    REFUSED_EARLY("the pool is too small for reuse-distance; a request was refused"),
    /// A site did not want any egress that is left: the one served that it will want again first.
    COOLING_USED("a site refused every egress that is left; one of them served it all the same"),
    /// A site did not want any egress that is left, and none served.
    ALL_COOLING("a site refused every egress that is left; a request was refused"),
    /// Every egress was out.
    ALL_OUT("every egress that is left is out of use; a request was refused"),
    /// Every egress was full.
    ALL_FULL("every egress that is left is full; a request had to wait or was refused");

    private final String text;

    RotationEvent(String text) {
        this.text = text;
    }

    /// The event in words.
    public String text() {
        return text;
    }
}
