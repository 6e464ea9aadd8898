package dev.gyre.config;

import java.util.Optional;

/// A value that cannot be read. The message goes on after the name of the value, such as `is not an
/// IP address`, and never holds a part of the value; the hint may.
public final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;

    BadValue(String problem) {
        this(problem, Optional.empty());
    }

    BadValue(String problem, Optional<String> hint) {
        super(problem, null, false, false);
        this.hint = hint.orElse("");
    }

    /// What the user may have meant, such as `did you mean 'request'?`, or nothing.
    Optional<String> hint() {
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }

    /// What is wrong, to be put after the name of the value.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
