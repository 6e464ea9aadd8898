package dev.gyre.inbound.identity;

/// How clients may say who they are and what they want.
///
/// @param unknown what becomes of a request with a parameter that means nothing here
/// @param header from whom the field `Gyre-Session` is taken
public record ClaimSettings(Claims.Unknown unknown, HeaderUse header) {

    /// What means nothing is passed over, as vendors do; pages name no sessions.
    public static final ClaimSettings DEFAULT =
            new ClaimSettings(Claims.Unknown.IGNORE, HeaderUse.GUARDED);
}
