package dev.gyre.probe;

import dev.gyre.http.Field;
import dev.gyre.net.Printable;
import dev.gyre.probe.Difference.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Compares the head of a request with the one that the target should have seen.
public final class HeadComparison {

    private final List<Difference> differences = new ArrayList<>();

    private HeadComparison() {}

    /// All differences of two heads; of two that differ at all there is at least one.
    ///
    /// @param gone fields that were sent, but must not be seen
    public static List<Difference> of(String expected, List<Field> gone, String seen) {
        HeadComparison comparison = new HeadComparison();
        comparison.requestLines(line(expected), line(seen));
        comparison.fields(Field.of(expected), gone, Field.of(seen), true);
        if (comparison.differences.isEmpty() && !expected.equals(seen)) {
            comparison.add(Kind.FORM, "white space or line ends");
        }
        return comparison.differences;
    }

    /// All differences between fields.
    ///
    /// @param exact whether order and spelling are told
    public static List<Difference> ofFields(
            List<Field> expected, List<Field> gone, List<Field> seen, boolean exact) {
        HeadComparison comparison = new HeadComparison();
        comparison.fields(expected, gone, seen, exact);
        return comparison.differences;
    }

    private void requestLines(String[] expected, String[] seen) {
        if (seen.length != 3 || !seen[0].equals(expected[0]) || !seen[1].equals(expected[1])) {
            add(
                    Kind.REQUEST,
                    "'"
                            + Printable.of(expected[0] + " " + expected[1])
                            + "' came as '"
                            + Printable.of(String.join(" ", seen))
                            + "'");
        } else if (!seen[2].equals(expected[2])) {
            add(Kind.VERSION, Printable.of(seen[2]));
        }
    }

    private void fields(List<Field> expected, List<Field> gone, List<Field> seen, boolean exact) {
        List<Field> missing = new ArrayList<>(expected);
        List<Field> found = new ArrayList<>(); // those of `expected`, in the order of `seen`
        List<Field> strange = new ArrayList<>();
        for (Field field : seen) {
            Optional<Field> sent = take(missing, each -> each.is(field));
            if (sent.isEmpty()) {
                strange.add(field);
                continue;
            }
            found.add(sent.get());
            if (exact && !sent.get().name().equals(field.name())) {
                add(Kind.RESPELLED, sent.get().name() + " came as " + Printable.of(field.name()));
            }
        }
        for (Field field : strange) {
            Optional<Field> sent = take(missing, each -> each.key().equals(field.key()));
            if (sent.isPresent()) {
                add(Kind.CHANGED, quoted(sent.get()) + " came as " + quoted(field));
            } else {
                boolean sentSo = gone.stream().anyMatch(each -> each.is(field));
                add(sentSo ? Kind.PASSED : Kind.ADDED, quoted(field));
            }
        }
        missing.forEach(field -> add(Kind.REMOVED, quoted(field)));
        if (exact) {
            order(expected, found);
        }
    }

    private void order(List<Field> expected, List<Field> found) {
        List<Field> left = new ArrayList<>(found);
        List<Field> asSent = expected.stream().filter(left::remove).toList();
        if (!asSent.equals(found)) {
            add(Kind.REORDERED, String.join(", ", found.stream().map(Field::name).toList()));
        }
    }

    private static Optional<Field> take(List<Field> from, Predicate<Field> which) {
        Optional<Field> first = from.stream().filter(which).findFirst();
        first.ifPresent(from::remove);
        return first;
    }

    private void add(Kind kind, String what) {
        differences.add(new Difference(kind, what));
    }

    private static String quoted(Field field) {
        return "'" + Printable.of(field.toString()) + "'";
    }

    private static String[] line(String head) {
        return head.split("\r\n", 2)[0].split(" ", -1);
    }
}
