package dev.gyre.inbound.identity;

import java.util.Optional;

/// IPRoyal's parameters, in the password: `P_session-abcd1234_lifetime-10m_country-us`. `P` is the password, and may hold a `_`.
/// An item without a dash goes on the value before it: the name of a session may hold a `_`, too.
final class IproyalPassword {

    private IproyalPassword() {}

    /// Where the parameters begin, at a `_`; the length of the password when there are none.
    static int start(String password) {
        int start = password.indexOf('_');
        while (start >= 0 && keyword(password, start + 1).isEmpty()) {
            start = password.indexOf('_', start + 1);
        }
        if (start < 0) {
            return password.length();
        }
        int before = password.lastIndexOf('_', start - 1);
        while (before >= 0 && isVendors(password, before + 1, start)) {
            start = before;
            before = password.lastIndexOf('_', start - 1);
        }
        return start;
    }

    /// Reads the parameters from there.
    static void read(String password, int start, Asked asked) throws BadClaim {
        for (int from = start + 1; from <= password.length(); ) {
            int to = end(password, from);
            while (to < password.length() && !isItem(password, to + 1)) {
                to = end(password, to + 1);
            }
            int name = nameEnd(password, from);
            if (name < to && Keyword.of(password, from, name).isEmpty()) {
                asked.stray(password, from, name);
            } else {
                asked.item(password, from, to, '-');
            }
            from = to + 1;
        }
    }

    /// Whether an item begins here, and no rest of a value.
    private static boolean isItem(String password, int from) {
        int end = end(password, from);
        return nameEnd(password, from) < end
                || Keyword.of(password, from, end)
                        .filter(keyword -> !keyword.takesValue())
                        .isPresent();
    }

    /// The keyword of the item that begins here, if it has the form `keyword-value`.
    private static Optional<Keyword> keyword(String password, int from) {
        int end = nameEnd(password, from);
        return end < end(password, from) ? Keyword.of(password, from, end) : Optional.empty();
    }

    private static boolean isVendors(String password, int from, int to) {
        int end = nameEnd(password, from);
        return end < to && VendorWords.of(password, from, end).isPresent();
    }

    private static int nameEnd(String password, int from) {
        int end = end(password, from);
        int at = password.indexOf('-', from, end);
        return at < 0 ? end : at;
    }

    private static int end(String password, int from) {
        int end = password.indexOf('_', from);
        return end < 0 ? password.length() : end;
    }
}
