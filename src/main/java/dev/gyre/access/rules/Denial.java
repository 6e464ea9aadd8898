package dev.gyre.access.rules;

import java.util.Optional;

/// That a request is refused, and why.
///
/// @param rule which rule refuses it, in words
/// @param reason what the operator says of it
/// @param status of HTTP
/// @param page for those who look with a browser
/// @param about for what of it
public record Denial(
        String rule, Optional<String> reason, int status, Optional<Page> page, About about) {

    /// What of a request a rule is against.
    public enum About {
        /// Where it wants to go, or how.
        TARGET,
        /// The address of its target.
        ADDRESS,
        /// Whose it is, or when: whatever it wants.
        CLIENT
    }

    private static final String UNSAID = "This proxy does not serve this request.";

    /// Why, to people.
    public String why() {
        return reason.orElse(UNSAID);
    }

    /// Why, and by which rule: in one line, to people, programs and the operator's log alike.
    public String text() {
        return why() + " (" + rule + ")";
    }
}
