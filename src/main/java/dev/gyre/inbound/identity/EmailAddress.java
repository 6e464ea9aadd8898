package dev.gyre.inbound.identity;

/// Tells user names that are e-mail addresses: whatever is in one (`jo+tag@example.com`, `info-group-eu@example.com`) belongs to
/// the name.
final class EmailAddress {

    private EmailAddress() {}

    /// Whether a text ends as an address does: `@`, and a domain of ASCII whose last part has nothing but letters. What has
    /// parameters behind the domain does not.
    static boolean is(String text) {
        int at = text.lastIndexOf('@');
        int dot = text.lastIndexOf('.');
        if (at < 1 || dot < at + 2 || dot > text.length() - 3) {
            return false;
        }
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = Ascii.isLetter(c) || (i <= dot && isDomain(c));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDomain(char c) {
        return Ascii.isDigit(c) || c == '-' || c == '.';
    }
}
