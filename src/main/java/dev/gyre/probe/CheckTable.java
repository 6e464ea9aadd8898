package dev.gyre.probe;

import dev.gyre.egress.Grade;
import dev.gyre.net.Addresses;
import dev.gyre.net.Printable;

import java.util.ArrayList;
import java.util.List;

/// A check for people: a table, and one line that sums up.
public final class CheckTable {

    private static final List<String> HEADINGS =
            List.of(
                    "EGRESS",
                    "TARGET SAW",
                    "GRADE",
                    "COUNTRY",
                    "CONNECT",
                    "ANSWER",
                    "TLS",
                    "ADDS",
                    "VERDICT");
    private static final String NONE = "-";
    private static final int WIDEST = 60;
    private static final String BOLD = "1";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String RED = "31";

    private CheckTable() {}

    /// The table.
    ///
    /// @param rows in their order
    /// @param wanted how many were to be examined
    /// @param colours whether it is for a terminal that shows colours
    public static String of(List<Checked> rows, int wanted, boolean colours) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADINGS);
        rows.forEach(row -> lines.add(cells(row)));
        int last = HEADINGS.size() - 1;
        int[] widths = new int[last];
        for (List<String> line : lines) {
            for (int i = 0; i < last; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder(128 * lines.size());
        for (int i = 0; i < lines.size(); i++) {
            StringBuilder start = new StringBuilder();
            for (int cell = 0; cell < last; cell++) {
                String words = lines.get(i).get(cell);
                start.append(words).repeat(" ", widths[cell] - words.length() + 2);
            }
            String end = lines.get(i).getLast();
            if (!colours) {
                text.append(start).append(end);
            } else if (i == 0) {
                text.append(painted(BOLD, start + end));
            } else {
                text.append(start).append(painted(colour(rows.get(i - 1)), end));
            }
            text.append('\n');
        }
        return text.append('\n').append(Checked.summary(rows, wanted)).append(".\n").toString();
    }

    private static List<String> cells(Checked row) {
        Examined examined = row.examined();
        return List.of(
                Printable.of(examined.egress().toString(), WIDEST),
                examined.exit().map(Addresses::text).orElse(NONE),
                examined.grade().map(Grade::text).orElse(NONE),
                row.country().orElse(NONE),
                time(examined.connected()),
                time(examined.answered()),
                examined.tls().text(),
                examined.added().isEmpty()
                        ? NONE
                        : Printable.of(String.join(", ", examined.added())),
                verdict(row));
    }

    private static String verdict(Checked row) {
        String note = row.examined().note();
        return row.passed()
                ? "passed"
                : row.examined().works()
                        ? "works"
                        : note.isEmpty() ? "failed" : Printable.of(note, WIDEST);
    }

    private static String colour(Checked row) {
        return row.passed() ? GREEN : row.examined().works() ? YELLOW : RED;
    }

    private static String time(long nanos) {
        return nanos == 0 ? NONE : Checked.millis(nanos) + "ms";
    }

    private static String painted(String code, String words) {
        return "\u001b[" + code + "m" + words + "\u001b[0m";
    }
}
