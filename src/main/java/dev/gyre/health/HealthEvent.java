package dev.gyre.health;

/// What an operator may want to know of the health of egresses.
public enum HealthEvent {
    /// An egress failed so often that it is not used for a while.
    TAKEN_OUT("an egress failed too often; it is not used for a while"),
    /// An egress that was out serves again.
    CAME_BACK("an egress that was out works again"),
    /// An egress failed too often, and stays in use, since too many others are out already.
    KEPT_IN("an egress failed too often, but too many are out already; it stays in use"),
    /// A site does not want an egress: it is spared it for a while.
    COOLED("a site refused an egress; it is not used there for a while");

    private final String text;

    HealthEvent(String text) {
        this.text = text;
    }

    /// The event in words.
    public String text() {
        return text;
    }
}
