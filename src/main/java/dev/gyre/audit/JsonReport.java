package dev.gyre.audit;

import dev.gyre.net.JsonText;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// An audit's report for machines: one JSON document.
public final class JsonReport {

    private JsonReport() {}

    /// The report as JSON, with a line end.
    public static String of(Report report) {
        StringBuilder json = new StringBuilder(4096);
        json.append("{\"leaks\":").append(report.leaks());
        json.append(",\"summary\":").append(JsonText.quoted(Summary.of(report)));
        json.append(",\"counts\":{");
        json.append(
                Arrays.stream(Verdict.values())
                        .map(verdict -> word(verdict.text()) + ":" + report.count(verdict))
                        .collect(Collectors.joining(",")));
        json.append("},\"findings\":").append(findings(report.findings()));
        json.append(",\"rows\":[");
        json.append(report.rows().stream().map(JsonReport::row).collect(Collectors.joining(",")));
        return json.append("]}\n").toString();
    }

    private static String row(Row row) {
        return "{\"listener\":"
                + JsonText.quoted(row.listener())
                + ",\"egress\":"
                + JsonText.quoted(row.egress())
                + ",\"way\":"
                + word(row.way().text())
                + ",\"judge\":"
                + word(row.outside() ? "outside" : "own")
                + ",\"saw\":"
                + row.saw().stream()
                        .map(JsonText::quoted)
                        .collect(Collectors.joining(",", "[", "]"))
                + ",\"grade\":"
                + row.grade().map(grade -> word(grade.text())).orElse("null")
                + ",\"names\":"
                + word(row.names().text())
                + ",\"sessions\":"
                + word(row.sessions().text())
                + ",\"verdict\":"
                + word(row.verdict().text())
                + ",\"findings\":"
                + findings(row.findings())
                + ",\"note\":"
                + JsonText.quoted(row.note())
                + "}";
    }

    private static String findings(List<Finding> findings) {
        return findings.stream()
                .map(finding ->
                        "{\"kind\":"
                                + word(finding.kind().text())
                                + ",\"sentence\":"
                                + JsonText.quoted(finding.sentence())
                                + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /// As machines like it: `not judged` is `not-judged`.
    private static String word(String text) {
        return JsonText.quoted(text.toLowerCase(Locale.ROOT).replace(' ', '-'));
    }
}
