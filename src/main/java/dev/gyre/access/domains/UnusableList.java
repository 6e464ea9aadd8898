package dev.gyre.access.domains;

/// A text that is no list of domains.
public final class UnusableList extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param why what follows the name of the list in a sentence
    UnusableList(String why) {
        super(why, null, false, false);
    }

    /// In words: what follows the name of the list in a sentence.
    public String why() {
        return String.valueOf(getMessage());
    }
}
