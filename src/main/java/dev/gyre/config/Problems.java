package dev.gyre.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// All that is wrong with one file. Not thread-safe.
public final class Problems {

    /// A file that is no pool file at all may have a problem in every line; this many are kept.
    static final int MOST = 1_000;

    private static final String INDENT = " ".repeat(8);

    private final YamlSource source;

    /// A set, because what an alias stands for is read more than once.
    private final Set<Problem> found = new LinkedHashSet<>();

    private boolean more;

    Problems(YamlSource source) {
        this.source = source;
    }

    /// Problems of a file that could not be read.
    static Problems ofFile(String name, String message) {
        Problems problems = new Problems(new YamlSource(name, ""));
        problems.add(Problem.ofFile(message));
        return problems;
    }

    void add(Problem problem) {
        if (found.size() < MOST) {
            found.add(problem);
        } else {
            more |= !found.contains(problem);
        }
    }

    boolean none() {
        return found.isEmpty();
    }

    /// The problems in order of position.
    public List<Problem> all() {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Problem.ORDER);
        return List.copyOf(sorted);
    }

    /// All problems as text of several lines, without a line end after the last. Free of secrets.
    public String report() {
        return report("The proxy did not start.");
    }

    /// The same.
    ///
    /// @param outcome what comes of them, in one sentence
    String report(String outcome) {
        StringBuilder report = new StringBuilder(256);
        int line = 1;
        int from = 0;
        Excerpt excerpt = Excerpt.NONE;
        for (Problem problem : all()) {
            report.append(source.name());
            if (problem.line() > 0) {
                report.append(':').append(problem.line()).append(':').append(problem.column());
            }
            report.append(": error: ").append(problem.message()).append('\n');
            if (!problem.quoted()) {
                continue;
            }
            while (line < problem.line() && from <= source.text().length()) {
                from = source.next(source.endOf(from));
                line++;
                excerpt = Excerpt.NONE;
            }
            if (excerpt.equals(Excerpt.NONE) && from <= source.text().length()) {
                excerpt = Excerpt.of(source.text().substring(from, source.endOf(from)));
            }
            excerpt.append(report, INDENT, problem.column());
        }
        int count = found.size();
        return report.append(more ? "More than " : "")
                .append(count)
                .append(count == 1 ? " error" : " errors")
                .append(". ")
                .append(outcome)
                .toString();
    }
}
