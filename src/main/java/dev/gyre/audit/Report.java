package dev.gyre.audit;

import java.util.List;

/// All rows of an audit.
///
/// @param rows in the order of the pool file
/// @param findings what is not of one row
public record Report(List<Row> rows, List<Finding> findings) {

    public Report {
        rows = List.copyOf(rows);
        findings = List.copyOf(findings);
    }

    /// How many rows came to this.
    public long count(Verdict verdict) {
        return rows.stream().filter(row -> row.verdict() == verdict).count();
    }

    /// Whether anything leaks.
    public boolean leaks() {
        return !findings.isEmpty() || count(Verdict.LEAKS) > 0;
    }

    /// Whether nothing leaks; nor when nothing at all was judged.
    public boolean holds() {
        return !leaks() && count(Verdict.CLEAN) > 0;
    }
}
