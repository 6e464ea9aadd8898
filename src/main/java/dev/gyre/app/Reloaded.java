package dev.gyre.app;

import dev.gyre.egress.PoolChange;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/// What became of reading the pool file again.
///
/// @param change of the pool
/// @param later the keys that were changed and take effect at the next start
/// @param cut how many connections were closed since their egress has left
public record Reloaded(PoolChange change, List<String> later, int cut) {

    public Reloaded {
        later = List.copyOf(later);
    }

    /// The change in one sentence.
    public String text() {
        String counts =
                count(change.came())
                        + (change.came().equals(BigInteger.ONE) ? " egress" : " egresses")
                        + " came, "
                        + count(change.left())
                        + " left, "
                        + count(change.stayed())
                        + " stayed";
        return "reloaded: "
                + (cut == 0
                        ? counts
                        : counts
                                + "; "
                                + count(BigInteger.valueOf(cut))
                                + (cut == 1 ? " connection was" : " connections were")
                                + " cut");
    }

    private static String count(BigInteger number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
