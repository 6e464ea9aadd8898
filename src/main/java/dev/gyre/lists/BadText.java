package dev.gyre.lists;

import java.util.Optional;

/// A text that cannot be read. The message goes on after the name of the text, such as `is not an IP address`, and holds no part of
/// the text; the hint may.
public final class BadText extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;

    BadText(String problem) {
        this(problem, "");
    }

    BadText(String problem, String hint) {
        super(problem, null, false, false);
        this.hint = hint;
    }

    /// What the user may have meant, such as `did you mean '192.0.2.0/24'?`, or nothing.
    public Optional<String> hint() {
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }

    /// What is wrong, to be put after the name of the text.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
