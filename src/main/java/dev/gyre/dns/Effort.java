package dev.gyre.dns;

import org.xbill.DNS.ExtendedErrorCodeOption;

import java.time.Duration;

/// The work that one look-up may make of checking signatures. What a zone's owner, or who answers in his place, can write into
/// messages must not decide it (CVE-2023-50387, CVE-2023-50868). For each server that is asked after a liar there is as much again.
///
/// **Threads:** those of one look-up, one after the other.
final class Effort {

    /// Signatures that are checked, right or wrong.
    static final int MOST_CHECKS = 100;

    /// Signatures that are checked for one set of records.
    static final int MOST_CHECKS_OF_A_SET = 8;

    /// Records of a set that is checked: each is compared with all others of it.
    static final int MOST_RECORDS_OF_A_SET = 256;

    /// Questions beyond those of the look-up itself, for keys.
    static final int MOST_QUESTIONS = 60;

    /// Rounds of hashing of names.
    static final int MOST_ROUNDS = 10_000;

    private final long deadline;
    private int checks;
    private int questions;
    private int rounds;

    /// @param deadline when the look-up is over, as [System#nanoTime] has it
    Effort(long deadline) {
        this.deadline = deadline;
    }

    /// How long it may still take.
    Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /// Begins anew, in the same time: what a liar has made it do is not the next one's fault.
    void again() {
        checks = 0;
        questions = 0;
        rounds = 0;
    }

    void check() throws UnbelievableException {
        if (++checks > MOST_CHECKS) {
            throw tooMuch("more than " + MOST_CHECKS + " signatures to check");
        }
    }

    void question() throws UnbelievableException {
        if (++questions > MOST_QUESTIONS) {
            throw tooMuch("more than " + MOST_QUESTIONS + " questions for keys");
        }
    }

    void hash(int iterations) throws UnbelievableException {
        rounds += 1 + iterations;
        if (rounds > MOST_ROUNDS) {
            throw tooMuch("more than " + MOST_ROUNDS + " rounds of hashing");
        }
    }

    /// How many signatures were checked, since it began.
    int checks() {
        return checks;
    }

    /// How many rounds names were hashed for, since it began.
    int rounds() {
        return rounds;
    }

    private static UnbelievableException tooMuch(String what) {
        return new UnbelievableException(
                ExtendedErrorCodeOption.OTHER, "takes too much work: " + what);
    }
}
