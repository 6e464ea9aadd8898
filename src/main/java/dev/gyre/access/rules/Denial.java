package dev.gyre.access.rules;

import java.util.Optional;

/// That a request is refused, and why.
///
/// @param rule which rule refuses it, in words
/// @param reason what the operator says of it
/// @param status of HTTP
/// @param page for those who look with a browser
/// @param byAddress whether it is for the address of its target
public record Denial(
        String rule, Optional<String> reason, int status, Optional<Page> page, boolean byAddress) {

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
