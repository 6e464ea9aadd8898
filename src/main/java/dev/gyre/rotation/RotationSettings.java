package dev.gyre.rotation;

/// How egresses rotate.
///
/// @param every for how long an egress is kept by those who name no session
/// @param pick which one comes next
/// @param distance how soon a site may see the same one again
/// @param sessions how long sessions last
public record RotationSettings(
        Every every, Pick pick, ReuseDistance distance, SessionSettings sessions) {

    /// This rule and order, and nothing else out of the ordinary.
    public RotationSettings(Every every, Pick pick) {
        this(every, pick, ReuseDistance.NONE, SessionSettings.DEFAULT);
    }

    /// Whether it makes a difference to which site a request goes.
    public boolean usesSites() {
        return every instanceof Every.Site
                || pick == Pick.HASH
                || !distance.equals(ReuseDistance.NONE);
    }
}
