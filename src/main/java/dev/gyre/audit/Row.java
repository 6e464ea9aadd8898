package dev.gyre.audit;

import dev.gyre.egress.Grade;

import java.util.List;
import java.util.Optional;

/// One listener, one entry of the pool file, one way in; and what came of it.
///
/// @param listener where the pool file listens
/// @param egress the entry, and which of its kinds of addresses; passwords are masked
/// @param outside whether the judge was the one that the user named, not one of our own
/// @param saw the addresses that the target saw, in order, each once
/// @param grade nothing when no header was judged
/// @param note why something was not judged, or what else is worth knowing; may be empty
public record Row(
        String listener,
        String egress,
        Way way,
        boolean outside,
        List<String> saw,
        Optional<Grade> grade,
        Names names,
        Sessions sessions,
        Verdict verdict,
        List<Finding> findings,
        String note) {

    public Row {
        saw = List.copyOf(saw);
        findings = List.copyOf(findings);
    }

    /// A row for which there is no judge.
    static Row notJudged(String listener, String egress, Way way, boolean outside, String why) {
        return new Row(
                listener,
                egress,
                way,
                outside,
                List.of(),
                Optional.empty(),
                Names.NOT_JUDGED,
                Sessions.NOT_JUDGED,
                Verdict.NOT_JUDGED,
                List.of(),
                why);
    }
}
