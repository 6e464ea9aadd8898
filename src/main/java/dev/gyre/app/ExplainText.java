package dev.gyre.app;

import dev.gyre.app.Explainer.Explained;
import dev.gyre.egress.Labels;
import dev.gyre.rotation.Explanation;
import dev.gyre.rotation.Explanation.Row;
import dev.gyre.rotation.Lease;
import dev.gyre.rotation.Leasing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Explanations as a table for people.
public final class ExplainText {

    private static final List<String> TITLES =
            List.of("entry", "egresses", "count", "weight", "labels", "candidates");

    private ExplainText() {}

    /// The pool as the first request finds it, and what each request takes.
    public static String of(List<Explained> requests) {
        StringBuilder text = new StringBuilder(1024);
        Explained first = requests.getFirst();
        first.rule().ifPresent(rule -> text.append("rule: ").append(rule).append('\n'));
        first.blocked().ifPresent(list -> text.append("blocked: ").append(list).append('\n'));
        first.explanation().ifPresent(explanation -> table(explanation.rows(), text));
        if (!first.narrowing().equals("any")) {
            text.append("wanted: ").append(first.narrowing()).append('\n');
        }
        int number = 1;
        for (Explained request : requests) {
            text.append(requests.size() == 1 ? "pick" : "pick " + number++).append(": ");
            text.append(
                    request.explanation()
                            .map(explanation -> pick(explanation, request))
                            .orElseGet(() -> "none: " + refusal(request)));
            text.append('\n');
        }
        return text.toString();
    }

    private static String refusal(Explained request) {
        if (request.denied()) {
            return "the rule refuses it";
        }
        return request.blocked().isPresent()
                ? "the lists block it"
                : "the target guard refuses the target's address";
    }

    private static String pick(Explanation explanation, Explained request) {
        return switch (explanation.outcome()) {
            case Lease lease ->
                    lease.egress() + " (" + request.id().orElse("") + "): " + explanation.why();
            case Leasing.Refused _ -> "none: " + explanation.why();
        };
    }

    private static void table(List<Row> rows, StringBuilder text) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(TITLES);
        rows.forEach(row -> lines.add(cells(row)));
        int[] widths = new int[TITLES.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                boolean number = i == 0 || i == 2 || i == 3;
                row.append(i == 0 ? "" : "  ")
                        .append(
                                String.format(
                                        Locale.ROOT,
                                        "%" + (number ? "" : "-") + Math.max(1, widths[i]) + "s",
                                        line.get(i)));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
    }

    private static List<String> cells(Row row) {
        return List.of(
                Integer.toString(row.entry() + 1),
                row.egresses(),
                Long.toString(row.count()),
                Integer.toString(row.labels().weight()),
                labels(row.labels()),
                candidates(row));
    }

    static String labels(Labels labels) {
        List<String> words = new ArrayList<>();
        labels.country().ifPresent(words::add);
        labels.group().ifPresent(group -> words.add("group " + group));
        words.addAll(labels.tags());
        return String.join(", ", words);
    }

    private static String candidates(Row row) {
        String good =
                row.candidates() == row.count()
                        ? "all"
                        : row.candidates() == 0
                                ? "none"
                                : row.candidates()
                                        + (row.looked() < row.count()
                                                ? " of the first " + row.looked()
                                                : "");
        String removed =
                row.removed().entrySet().stream()
                        .map(each ->
                                (each.getValue() == row.count() ? "" : each.getValue() + " ")
                                        + each.getKey().text())
                        .collect(Collectors.joining(", "));
        return removed.isEmpty()
                ? row.looked() < row.count() ? "all" : good
                : good + ": " + removed;
    }
}
