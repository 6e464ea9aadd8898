package dev.gyre.health;

/// What is known against an egress now, as a set of bits.
///
/// @param bits the sum of the constants that hold
public record Standing(int bits) {

    /// Nothing is.
    public static final int GOOD = 0;

    /// It failed a short while ago: others come first.
    public static final int SET_BACK = 1;

    /// The site does not want it now: others come first, if they do at all.
    public static final int COOLING = 1 << 1;

    /// As much is under way by it as may be, in all or to the site.
    public static final int FULL = 1 << 2;

    /// It failed too often: it is not used for a while.
    public static final int OUT = 1 << 3;

    /// It is out, but one request may try it now.
    public static final int DUE = 1 << 4;

    /// It tells a target more than it may.
    public static final int GRADE = 1 << 5;

    /// Its requests or octets are used up.
    public static final int USED_UP = 1 << 6;

    /// It is out, and a request is trying it.
    public static final int ON_TRIAL = 1 << 7;

    /// Whether this holds, which is one of the constants.
    public boolean is(int constant) {
        return (bits & constant) != 0;
    }

    /// Whether these bits forbid to use it, full or not.
    public static boolean forbids(int bits) {
        return (bits & (GRADE | USED_UP)) != 0 || (bits & (OUT | DUE)) == OUT;
    }

    /// Whether it must not be used now: it is full, or out and not to be tried, or worse.
    public boolean isUnusable() {
        return forbids(bits) || is(FULL);
    }
}
