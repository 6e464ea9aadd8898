package dev.gyre.audit;

/// Who looks a target's name up.
public enum Names {
    /// The egress, from its own address.
    BY_EGRESS("by the egress"),
    /// A name server that is asked through the hops.
    THROUGH_HOPS("through the hop"),
    /// The last hop.
    BY_HOP("by the hop"),
    /// Somebody who should not.
    ELSEWHERE("elsewhere"),
    /// That can't be told.
    NOT_JUDGED("not judged");

    private final String text;

    Names(String text) {
        this.text = text;
    }

    /// For people.
    public String text() {
        return text;
    }
}
