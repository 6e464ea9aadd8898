package dev.gyre.probe;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Grade;

import java.time.Duration;

/// Who learns from probes. Called on event loops: must be quick, and safe for all threads.
public interface Lessons {

    /// An egress was tried.
    ///
    /// @param nanos until its connection was up; 0 when there was none
    void probed(Egress egress, boolean works, long nanos);

    /// A judge has seen how much an egress tells.
    void graded(Egress egress, Grade grade);

    /// How long an egress is still out of use; nothing to wait for is zero. It is not tried before.
    Duration out(Egress egress);
}
