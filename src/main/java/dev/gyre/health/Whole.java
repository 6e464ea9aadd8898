package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.health.Trials.Out;

import org.jspecify.annotations.Nullable;

/// What an egress in use stands or falls with, together with others: a Tor process has very many egresses, and when it is not there
/// none of them works. What is known of it is kept under the egress that stands for all. Lives on one event loop.
final class Whole {

    /// What of its standing holds for each of its egresses. How much is under way, and what is used up, is counted for each alone.
    private static final int SHARED =
            Standing.SET_BACK | Standing.OUT | Standing.DUE | Standing.ON_TRIAL;

    private final Experience experience;
    private final Egress egress;
    private @Nullable Out trial;

    /// @param trial which trial of the whole this use is, if it is one
    Whole(Experience experience, Egress egress, @Nullable Out trial) {
        this.experience = experience;
        this.egress = egress;
        this.trial = trial;
    }

    /// The bits of the [Standing] of an egress, by its own and by those of the whole.
    static int standing(int own, int whole) {
        int bits = own | (whole & SHARED);
        return waits(own) || waits(whole) ? bits & ~Standing.DUE : bits;
    }

    private static boolean waits(int bits) {
        return (bits & (Standing.OUT | Standing.DUE)) == Standing.OUT;
    }

    Egress egress() {
        return egress;
    }

    boolean isTrial() {
        return trial != null;
    }

    /// It is there, whatever came of the use.
    void answered() {
        experience.answered(egress, trial);
        trial = null;
    }

    /// It is not.
    void failed() {
        experience.failed(egress, trial);
        trial = null;
    }

    /// What comes of the use says nothing of it: another request may try it.
    void unproven() {
        if (trial != null) {
            experience.untried(egress, trial);
            trial = null;
        }
    }
}
