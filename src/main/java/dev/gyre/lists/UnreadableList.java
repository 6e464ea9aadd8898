package dev.gyre.lists;

import java.io.IOException;

/// A list that cannot be had at all. The message says why, and holds nothing of the list.
public final class UnreadableList extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableList(String message) {
        super(message);
    }

    /// Why.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
