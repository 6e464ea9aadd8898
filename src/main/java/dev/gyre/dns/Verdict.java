package dev.gyre.dns;

/// What signatures come to, when nothing is wrong with them (RFC 4033 section 5): what is wrong is [UnbelievableException].
sealed interface Verdict {

    /// All of it is signed, from the root on.
    ///
    /// @param ttl how many seconds it may be kept for at most: signatures end, and say what time to live was signed
    record Secure(long ttl) implements Verdict {}

    /// It is proved that it can't be checked: some zone above is not signed, or in a manner that nobody is to believe.
    record Insecure(String why) implements Verdict {}

    /// Both parts of one answer: as good as the worse one.
    static Verdict both(Verdict one, Verdict other) {
        if (one instanceof Secure(long first) && other instanceof Secure(long second)) {
            return new Secure(Math.min(first, second));
        }
        return one instanceof Secure ? other : one;
    }
}
