package dev.gyre.audit;

import dev.gyre.egress.Grade;
import dev.gyre.net.Printable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An audit's report for people: a table, what was found, what was not judged, and one line that sums up.
public final class TableReport {

    private static final List<String> HEADINGS =
            List.of(
                    "LISTENER",
                    "EGRESS ENTRY",
                    "WAY IN",
                    "TARGET SAW",
                    "GRADE",
                    "NAMES",
                    "SESSIONS",
                    "VERDICT");
    private static final String NONE = "-";
    private static final int WIDEST = 60;

    private final boolean colours;
    private final StringBuilder text = new StringBuilder(4096);

    private TableReport(boolean colours) {
        this.colours = colours;
    }

    /// The report as text.
    ///
    /// @param colours whether it is for a terminal that shows colours
    public static String of(Report report, boolean colours) {
        TableReport table = new TableReport(colours);
        table.rows(report.rows());
        table.findings(report);
        table.notes("Not judged, or not wholly:", Colour.YELLOW, report, true);
        table.notes("Also:", Colour.NONE, report, false);
        table.text
                .append('\n')
                .append(table.painted(Colour.of(report), Summary.of(report)))
                .append('\n');
        return table.text.toString();
    }

    private void rows(List<Row> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADINGS);
        rows.forEach(row -> lines.add(cells(row)));
        int[] widths = new int[HEADINGS.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (int i = 0; i < lines.size(); i++) {
            line(
                    lines.get(i),
                    widths,
                    i == 0 ? Colour.BOLD : Colour.NONE,
                    i == 0 ? Colour.BOLD : Colour.of(rows.get(i - 1).verdict()));
        }
    }

    private void line(List<String> cells, int[] widths, Colour most, Colour last) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length - 1; i++) {
            line.append(cells.get(i)).repeat(" ", widths[i] - cells.get(i).length() + 2);
        }
        text.append(painted(most, line.toString()))
                .append(painted(last, cells.getLast()))
                .append('\n');
    }

    private static List<String> cells(Row row) {
        return List.of(
                row.listener(),
                Printable.of(row.egress(), WIDEST),
                way(row),
                saw(row.saw()),
                row.grade().map(Grade::text).orElse(NONE),
                row.names() == Names.NOT_JUDGED ? NONE : row.names().text(),
                row.sessions() == Sessions.NOT_JUDGED ? NONE : row.sessions().text(),
                row.verdict().text());
    }

    private static String way(Row row) {
        return row.way().text() + (row.outside() ? " outside" : "");
    }

    private static String saw(List<String> addresses) {
        return switch (addresses.size()) {
            case 0 -> NONE;
            case 1 -> addresses.getFirst();
            default -> addresses.getFirst() + " and " + (addresses.size() - 1) + " more";
        };
    }

    private void findings(Report report) {
        Map<String, List<String>> ways = new LinkedHashMap<>();
        for (Row row : report.rows()) {
            row.findings().forEach(finding -> add(ways, row, finding.sentence()));
        }
        report.findings().forEach(finding -> ways.put(finding.sentence(), List.of()));
        list("What leaks:", Colour.RED, ways);
    }

    private void notes(String heading, Colour colour, Report report, boolean unjudged) {
        Map<String, List<String>> ways = new LinkedHashMap<>();
        for (Row row : report.rows()) {
            boolean wanted =
                    switch (row.verdict()) {
                        case FAILED, NOT_JUDGED -> unjudged;
                        case CLEAN, LEAKS -> !unjudged;
                    };
            if (wanted && !row.note().isEmpty()) {
                add(ways, row, row.note());
            }
        }
        list(heading, colour, ways);
    }

    /// What is the same for several ways in is said once.
    private static void add(Map<String, List<String>> ways, Row row, String sentence) {
        ways.computeIfAbsent(
                        row.listener()
                                + ", "
                                + Printable.of(row.egress(), WIDEST)
                                + ": "
                                + sentence,
                        _ -> new ArrayList<>())
                .add(way(row));
    }

    private void list(String heading, Colour colour, Map<String, List<String>> ways) {
        if (ways.isEmpty()) {
            return;
        }
        text.append('\n').append(painted(colour, heading)).append('\n');
        ways.forEach((sentence, of) ->
                text.append("  ")
                        .append(sentence)
                        .append(of.isEmpty() ? "" : " (" + String.join(", ", of) + ")")
                        .append(".\n"));
    }

    private String painted(Colour colour, String words) {
        return colours ? colour.paint(words) : words;
    }
}
