package dev.gyre.rotation;

/// The order in which egresses are taken.
public enum Pick {
    /// Any, as likely as its weight says, but never the last one again.
    RANDOM("any of them, by weight"),
    /// One after the other, whatever their weights.
    ROUND_ROBIN("it is its turn"),
    /// Each as often as its weight says, and as evenly spread as can be.
    WEIGHTED("it is its turn, by weight"),
    /// One with the fewest requests and tunnels under way, for its weight.
    LEAST_USED("the least is under way by it, for its weight"),
    /// Of any two, the one that connected faster of late and has less under way.
    FASTEST("the faster of two that were drawn"),
    /// Always the same for the same client and site.
    HASH("the client, the site and the secret decide on it");

    private final String text;

    Pick(String text) {
        this.text = text;
    }

    /// Why this order takes an egress, in words.
    String text() {
        return text;
    }
}
