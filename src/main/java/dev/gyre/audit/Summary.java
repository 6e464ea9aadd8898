package dev.gyre.audit;

import java.util.ArrayList;
import java.util.List;

/// An audit in one line.
final class Summary {

    private Summary() {}

    static String of(Report report) {
        List<String> counts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            long count = report.count(verdict);
            if (count > 0) {
                counts.add(count + " " + verdict.text());
            }
        }
        int rows = report.rows().size();
        String all = rows + (rows == 1 ? " row: " : " rows: ") + String.join(", ", counts);
        return all + ". " + verdict(report);
    }

    private static String verdict(Report report) {
        if (report.leaks()) {
            return "Something leaks.";
        }
        if (!report.holds()) {
            return "Nothing could be judged.";
        }
        return report.count(Verdict.CLEAN) == report.rows().size()
                ? "Nothing leaks."
                : "Nothing leaks of what could be judged.";
    }
}
