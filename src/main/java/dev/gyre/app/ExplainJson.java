package dev.gyre.app;

import dev.gyre.app.Explainer.Explained;
import dev.gyre.net.JsonText;
import dev.gyre.rotation.Explanation;
import dev.gyre.rotation.Explanation.Row;
import dev.gyre.rotation.Lease;
import dev.gyre.rotation.Leasing;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Explanations as one JSON document for programs.
public final class ExplainJson {

    private ExplainJson() {}

    /// An array: for each request the part of the pool that is wanted, the pool as it finds it, and what it takes.
    public static String of(List<Explained> requests) {
        return requests.stream()
                .map(ExplainJson::request)
                .collect(Collectors.joining(",\n", "[", "]\n"));
    }

    private static String request(Explained request) {
        Optional<Explanation> found = request.explanation();
        String rows =
                found.map(Explanation::rows).orElse(List.of()).stream()
                        .map(ExplainJson::row)
                        .collect(Collectors.joining(",\n  ", "[", "]"));
        Optional<String> egress =
                found.flatMap(each ->
                        each.outcome() instanceof Lease lease
                                ? Optional.of(lease.egress().toString())
                                : Optional.empty());
        Optional<String> refused =
                found.map(each ->
                                each.outcome() instanceof Leasing.Refused refusal
                                        ? Optional.of(refusal.name())
                                        : Optional.<String>empty())
                        .orElse(
                                Optional.of(
                                        request.denied() || request.blocked().isPresent()
                                                ? "DENIED"
                                                : "TARGET_PROHIBITED"))
                        .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'));
        return "{\"wanted\":"
                + JsonText.quoted(request.narrowing())
                + ",\"pool\":"
                + rows
                + ",\n \"egress\":"
                + orNull(egress)
                + ",\"id\":"
                + orNull(request.id())
                + ",\"refused\":"
                + orNull(refused)
                + ",\"rule\":"
                + orNull(request.rule())
                + ",\"blocked\":"
                + orNull(request.blocked())
                + ",\"why\":"
                + orNull(found.map(Explanation::why))
                + "}";
    }

    private static String row(Row row) {
        return "{\"entry\":"
                + (row.entry() + 1)
                + ",\"egresses\":"
                + JsonText.quoted(row.egresses())
                + ",\"count\":"
                + row.count()
                + ",\"weight\":"
                + row.labels().weight()
                + ",\"country\":"
                + orNull(row.labels().country())
                + ",\"group\":"
                + orNull(row.labels().group())
                + ",\"tags\":"
                + list(row.labels().tags())
                + ",\"looked\":"
                + row.looked()
                + ",\"candidates\":"
                + row.candidates()
                + ",\"removed\":"
                + row.removed().entrySet().stream()
                        .map(each ->
                                JsonText.quoted(each.getKey().name().toLowerCase(Locale.ROOT))
                                        + ":"
                                        + each.getValue())
                        .collect(Collectors.joining(",", "{", "}"))
                + "}";
    }

    private static String list(Collection<String> texts) {
        return texts.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    private static String orNull(Optional<String> text) {
        return text.map(JsonText::quoted).orElse("null");
    }
}
