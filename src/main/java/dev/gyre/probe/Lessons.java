package dev.gyre.probe;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Grade;
import dev.gyre.health.Health;
import dev.gyre.health.Standing;

import java.util.List;

/// Who learns from probes. Called on event loops: must be quick, and safe for all threads.
public interface Lessons {

    /// An egress was tried.
    ///
    /// @param nanos until its connection was up; 0 when there was none
    void probed(Egress egress, boolean works, long nanos);

    /// A judge has seen how much an egress tells.
    void graded(Egress egress, Grade grade);

    /// Whether an egress is out of use, due or not: then it is not tried in its turn.
    boolean isOut(Egress egress);

    /// Some of those that are out, and may be tried again now.
    List<Egress> due(int most);

    /// What is learned goes to the health of egresses.
    static Lessons of(Health health) {
        return new Lessons() {
            @Override
            public void probed(Egress egress, boolean works, long nanos) {
                health.probed(egress, works, nanos);
            }

            @Override
            public void graded(Egress egress, Grade grade) {
                health.graded(egress, grade);
            }

            @Override
            public boolean isOut(Egress egress) {
                return (health.look(null).of(egress) & (Standing.OUT | Standing.DUE)) != 0;
            }

            @Override
            public List<Egress> due(int most) {
                return health.mayBeTried() ? health.toBeTried(most) : List.of();
            }
        };
    }
}
