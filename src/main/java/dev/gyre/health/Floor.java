package dev.gyre.health;

import java.math.BigInteger;

/// How many egresses of a pool may be out. Counts what is out, since a pool may be larger than any number of those. Safe for all
/// threads.
final class Floor {

    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    private long most = Long.MAX_VALUE;
    private long out;

    /// @param size of the pool from now on
    /// @param percent how many in a hundred stay in
    synchronized void of(BigInteger size, int percent) {
        BigInteger stay =
                size.multiply(BigInteger.valueOf(percent))
                        .add(HUNDRED)
                        .subtract(BigInteger.ONE)
                        .divide(HUNDRED);
        most = size.subtract(stay).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    /// One more is out, if it may.
    synchronized boolean take() {
        if (out >= most) {
            return false;
        }
        out++;
        return true;
    }

    /// One that is out has come into the pool.
    synchronized void add() {
        out++;
    }

    synchronized void giveBack() {
        out--;
    }

    /// Whether more are out than may.
    synchronized boolean isBroken() {
        return out > most;
    }

    synchronized long out() {
        return out;
    }
}
