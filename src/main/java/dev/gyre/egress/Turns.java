package dev.gyre.egress;

import java.util.Arrays;

/// In which order those who share a table take its slots: each as many as its share comes to, at least one, and spread over the
/// whole time, so that none is left with what the others did not want.
final class Turns {

    private Turns() {}

    /// Whose turn it is, for each slot.
    ///
    /// @param shares how much each is to have beside the others, at least 1; their sum fits a `long`
    /// @param slots no fewer than there are shares
    static int[] of(long[] shares, int slots) {
        int[] counts = counts(shares, slots);
        int rounds = Arrays.stream(counts).max().orElse(0);
        int[] at = new int[rounds + 1];
        for (int count : counts) {
            for (int i = 0; i < count; i++) {
                at[round(i, count, rounds) + 1]++;
            }
        }
        for (int round = 1; round < at.length; round++) {
            at[round] += at[round - 1];
        }
        int[] turns = new int[slots];
        for (int who = 0; who < counts.length; who++) {
            for (int i = 0; i < counts[who]; i++) {
                turns[at[round(i, counts[who], rounds)]++] = who;
            }
        }
        return turns;
    }

    /// The round of the turn of that number: all have their first turn in the first round.
    private static int round(int turn, int count, int rounds) {
        return (int) ((long) turn * rounds / count);
    }

    /// How many slots each has: within one of its exact share of what is left by those who have one for less.
    static int[] counts(long[] shares, int slots) {
        long[] scaled = scaled(shares, Long.numberOfLeadingZeros(slots) - 2);
        long[] ascending = scaled.clone();
        Arrays.sort(ascending);
        long left = slots;
        long total = Arrays.stream(scaled).sum();
        int small = 0;
        while (small < ascending.length && ascending[small] * left < total) {
            left--;
            total -= ascending[small];
            small++;
        }
        int[] counts = new int[shares.length];
        long before = 0;
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            if (small == ascending.length || scaled[i] < ascending[small]) {
                counts[i] = 1;
            } else {
                sum += scaled[i];
                long until = sum * left / total;
                counts[i] = (int) (until - before);
                before = until;
            }
        }
        return counts;
    }

    /// The shares, less as many of their last bits as it takes for the sum to have no more than `bits`.
    private static long[] scaled(long[] shares, int bits) {
        int shift =
                Math.max(
                        0,
                        Long.SIZE - Long.numberOfLeadingZeros(Arrays.stream(shares).sum()) - bits);
        return Arrays.stream(shares).map(share -> share >> shift).toArray();
    }
}
