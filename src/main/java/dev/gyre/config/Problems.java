package dev.gyre.config;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Collects all that is wrong with a file, and says it at once: each with its place, its line, and a caret.
final class Problems {

    /// More than that tell nobody more.
    private static final int MOST = 100;

    private static final int LONGEST_LINE = 200;
    private static final String INDENT = " ".repeat(8);
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=//)[^/\\s@]*:([^\\s@]*)(?=@)");

    private final String file;
    private final String[] lines;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file, String text) {
        this.file = file;
        this.lines = text.split("\r\n|\n|\r", -1);
    }

    void add(Node at, String message) {
        Mark mark = at.getStartMark().orElse(null);
        if (mark == null) {
            add(0, 0, message);
        } else {
            add(mark.getLine() + 1, mark.getColumn() + 1, message);
        }
    }

    void add(int line, int column, String message) {
        if (found.size() < MOST) {
            Problem problem = new Problem(line, column, message);
            if (!found.contains(problem)) {
                found.add(problem);
            }
        }
    }

    /// Throws all of them, if there are any.
    void raise() throws ConfigException {
        if (!found.isEmpty()) {
            throw new ConfigException(report());
        }
    }

    private String report() {
        found.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        StringBuilder report = new StringBuilder();
        for (Problem problem : found) {
            report.append(file);
            if (problem.line() > 0) {
                report.append(':').append(problem.line()).append(':').append(problem.column());
            }
            report.append(": error: ").append(printable(problem.message())).append('\n');
            if (problem.line() > 0 && problem.line() <= lines.length) {
                excerpt(report, lines[problem.line() - 1], problem.column());
            }
        }
        return report.append(found.size())
                .append(found.size() == 1 ? " error" : " errors")
                .append(". The proxy did not start.\n")
                .toString();
    }

    private static void excerpt(StringBuilder report, String line, int column) {
        String shown = printable(masked(line)).replace('\t', ' ').stripTrailing();
        if (shown.length() > LONGEST_LINE || column > LONGEST_LINE) {
            return;
        }
        report.append(INDENT).append(shown).append('\n');
        report.append(INDENT).append(" ".repeat(Math.max(0, column - 1))).append("^\n");
    }

    /// The text with passwords of URLs replaced by as many stars, so that places stay where they are.
    static String masked(String text) {
        Matcher matcher = CREDENTIALS.matcher(text);
        StringBuilder masked = new StringBuilder(text);
        while (matcher.find()) {
            masked.replace(
                    matcher.start(1),
                    matcher.end(1),
                    "*".repeat(matcher.end(1) - matcher.start(1)));
        }
        return masked.toString();
    }

    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\t]]", "?");
    }
}
