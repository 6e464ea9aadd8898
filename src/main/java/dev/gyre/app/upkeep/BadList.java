package dev.gyre.app.upkeep;

/// Why a list could not be had, or is none.
final class BadList extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param why what follows the name of the list in a sentence
    BadList(String why) {
        super(why, null, false, false);
    }

    /// In words.
    String why() {
        return String.valueOf(getMessage());
    }
}
