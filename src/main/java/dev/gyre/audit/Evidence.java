package dev.gyre.audit;

import dev.gyre.audit.Finding.Kind;
import dev.gyre.egress.Grade;
import dev.gyre.net.Printable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What has been seen for one row so far. For one thread.
final class Evidence {

    /// More than so many findings of a row say nothing new.
    private static final int FINDINGS = 20;

    private final Set<Finding> findings = new LinkedHashSet<>();
    private final Set<String> saw = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<String, Integer> sessionOf = new HashMap<>();
    private Optional<Grade> grade = Optional.empty();
    private Names names = Names.NOT_JUDGED;
    private boolean failed;

    void found(Kind kind, String sentence) {
        if (findings.size() < FINDINGS) {
            findings.add(new Finding(kind, sentence));
        }
    }

    /// The target saw this address.
    void saw(String address) {
        saw.add(address);
    }

    /// A session came by this connection, of all connections to all judges.
    ///
    /// @param session which one of the row's
    /// @return whether no other has come by it
    boolean cameBy(String connection, int session) {
        Integer before = sessionOf.putIfAbsent(connection, session);
        if (before != null && before != session) {
            found(Kind.SESSION, "two sessions came to the target by one connection");
        }
        return before == null;
    }

    void graded(Grade other) {
        grade = Optional.of(grade.map(other::or).orElse(other));
    }

    /// Who looked the name up; once it was somebody wrong, that stays.
    void lookedUp(Names who) {
        if (names != Names.ELSEWHERE) {
            names = who;
        }
    }

    void note(String sentence) {
        notes.add(Printable.of(sentence, 300));
    }

    /// Something could not be judged, for this reason.
    void failed(String why) {
        failed = true;
        note(why);
    }

    Row row(String listener, String egress, Way way, boolean outside) {
        return new Row(
                listener,
                egress,
                way,
                outside,
                List.copyOf(saw),
                grade,
                names,
                sessions(outside),
                verdict(),
                List.copyOf(findings),
                String.join("; ", new ArrayList<>(notes)));
    }

    private Sessions sessions(boolean outside) {
        if (findings.stream().anyMatch(finding -> finding.kind() == Kind.SESSION)) {
            return Sessions.SHARED;
        }
        boolean several = sessionOf.values().stream().distinct().count() > 1;
        return several && !outside ? Sessions.APART : Sessions.NOT_JUDGED;
    }

    private Verdict verdict() {
        if (!findings.isEmpty()) {
            return Verdict.LEAKS;
        }
        return failed ? Verdict.FAILED : Verdict.CLEAN;
    }
}
