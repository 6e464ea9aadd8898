package dev.gyre.probe;

import dev.gyre.egress.Grade;
import dev.gyre.net.Addresses;
import dev.gyre.net.JsonText;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A check for machines: one JSON document. Passwords are masked.
public final class CheckJson {

    private CheckJson() {}

    /// The check as JSON, with a line end.
    ///
    /// @param wanted how many were to be examined
    public static String of(List<Checked> rows, int wanted) {
        return "{\"wanted\":"
                + wanted
                + ",\"checked\":"
                + rows.size()
                + ",\"works\":"
                + rows.stream().filter(each -> each.examined().works()).count()
                + ",\"passed\":"
                + Checked.passed(rows)
                + ",\"rows\":"
                + rows.stream().map(CheckJson::row).collect(Collectors.joining(",\n", "[", "]}\n"));
    }

    private static String row(Checked row) {
        Examined examined = row.examined();
        return "{\"egress\":"
                + JsonText.quoted(examined.egress().toString())
                + ",\"works\":"
                + examined.works()
                + ",\"passed\":"
                + row.passed()
                + ",\"status\":"
                + (examined.status().isPresent() ? examined.status().getAsInt() : "null")
                + ",\"connect_ms\":"
                + time(examined.connected())
                + ",\"answer_ms\":"
                + time(examined.answered())
                + ",\"exit\":"
                + orNull(examined.exit().map(Addresses::text))
                + ",\"country\":"
                + orNull(row.country())
                + ",\"grade\":"
                + orNull(examined.grade().map(Grade::text))
                + ",\"tls\":"
                + orNull(Optional.of(examined.tls()).filter(tls -> tls != Tls.NONE).map(Tls::text))
                + ",\"adds\":"
                + examined.added().stream()
                        .map(JsonText::quoted)
                        .collect(Collectors.joining(",", "[", "]"))
                + ",\"note\":"
                + JsonText.quoted(examined.note())
                + "}";
    }

    private static String time(long nanos) {
        return nanos == 0 ? "null" : Long.toString(Checked.millis(nanos));
    }

    private static String orNull(Optional<String> text) {
        return text.map(JsonText::quoted).orElse("null");
    }
}
