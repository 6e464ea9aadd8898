package dev.gyre.probe;

import dev.gyre.egress.Grade;
import dev.gyre.net.Addresses;

import java.util.List;
import java.util.stream.Collectors;

/// A check as a table for other programs (RFC 4180). Passwords are masked.
public final class CheckCsv {

    private static final String HEADINGS =
            "egress,works,passed,status,connect_ms,answer_ms,exit,country,grade,tls,adds,note\r\n";

    private CheckCsv() {}

    /// The check as lines, the first of which names the columns.
    public static String of(List<Checked> rows) {
        return rows.stream().map(CheckCsv::row).collect(Collectors.joining("", HEADINGS, ""));
    }

    private static String row(Checked row) {
        Examined examined = row.examined();
        return List.of(
                                examined.egress().toString(),
                                Boolean.toString(examined.works()),
                                Boolean.toString(row.passed()),
                                examined.status().isPresent()
                                        ? Integer.toString(examined.status().getAsInt())
                                        : "",
                                time(examined.connected()),
                                time(examined.answered()),
                                examined.exit().map(Addresses::text).orElse(""),
                                row.country().orElse(""),
                                examined.grade().map(Grade::text).orElse(""),
                                examined.tls() == Tls.NONE ? "" : examined.tls().text(),
                                String.join(" ", examined.added()),
                                examined.note())
                        .stream()
                        .map(CheckCsv::quoted)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String time(long nanos) {
        return nanos == 0 ? "" : Long.toString(Checked.millis(nanos));
    }

    /// What a spreadsheet would take for a formula begins with an apostrophe: others may have written it.
    private static String quoted(String text) {
        String safe = !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ')
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
