package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.get;
import static dev.gyre.conformance.RequestRow.got;
import static dev.gyre.conformance.RequestRow.passes;
import static dev.gyre.conformance.RequestRow.refused;

import java.util.List;

/// Field lines that are none, and limits.
final class FieldRows {

    private static final String LINE = "9112 5";
    private static final String NAME = "9110 5.1";
    private static final String VALUE = "9110 5.5";

    private FieldRows() {}

    private static RequestRow bad(String name, String rfc, String fields) {
        return refused(name, rfc, get(fields), 400);
    }

    static List<RequestRow> rows() {
        return List.of(
                bad("folded with a space", "9112 5.2", "A: b\n<SP>c"),
                bad("folded with a tab", "9112 5.2", "A: b\n<HT>c"),
                bad("folded with nothing", "9112 5.2", "A: b\n<SP>"),
                bad("folded with a field", "9112 5.2", "A: b\n<SP>C: d"),
                bad("a space before the colon", "9112 5.1", "A : b"),
                bad("a tab before the colon", "9112 5.1", "A<HT>: b"),
                bad("a vertical tab before the colon", "9112 5.1", "A<x0b>: b"),
                bad("a no-break space before the colon", "9112 5.1", "A<xa0>: b"),
                bad("no name", NAME, ": b"),
                bad("no name and no value", NAME, ":"),
                bad("no colon", LINE, "A"),
                bad("no colon but a value", LINE, "A b"),
                bad("a space in a name", NAME, "A B: c"),
                bad("a name in parentheses", NAME, "(A): b"),
                bad("a name in quotes", NAME, "\"A\": b"),
                bad("a slash in a name", NAME, "A/B: c"),
                bad("an at sign in a name", NAME, "A@B: c"),
                bad("a comma in a name", NAME, "A,B: c"),
                bad("an equals sign in a name", NAME, "A=B: c"),
                bad("an octet above ASCII in a name", NAME, "<xe9>: b"),
                bad("a NUL in a name", NAME, "A<NUL>B: c"),
                bad("a NUL in front of a name", NAME, "<NUL>A: b"),
                bad("a DEL in a name", NAME, "A<x7f>: b"),
                bad("a bare CR in a name", NAME, "A<CR>B: c"),
                bad("a NUL in a value", VALUE, "A: b<NUL>c"),
                bad("a NUL behind a value", VALUE, "A: b<NUL>"),
                bad("an SOH in a value", VALUE, "A: <x01>"),
                bad("a bell in a value", VALUE, "A: b<x07>c"),
                bad("a backspace in a value", VALUE, "A: b<x08>c"),
                bad("a vertical tab in a value", VALUE, "A: b<x0b>c"),
                bad("a form feed in a value", VALUE, "A: b<x0c>c"),
                bad("an escape in a value", VALUE, "A: b<x1b>[2J"),
                bad("a unit separator in a value", VALUE, "A: b<x1f>c"),
                bad("a DEL in a value", VALUE, "A: b<x7f>c"),
                bad("a control behind 40 letters", VALUE, "A: <40*b><x01>"),
                bad("a bare CR in a value", "9112 2.2", "A: b<CR>c"),
                bad("a bare CR behind a value", "9112 2.2", "A: b<CR>"),
                bad("a bare LF in a value", "9112 2.2", "A: b<LF>C: d"),
                bad("a bare LF in front of a field", "9112 2.2", "<LF>A: b"),
                bad("LF CR", "9112 2.2", "A: b<LF><CR>C: d"),
                refused(
                        "bare LFs alone",
                        "9112 2.2",
                        "GET http://{origin}/ HTTP/1.1<LF>Host: {origin}<LF><LF>",
                        400),
                refused(
                        "a bare LF for the empty line",
                        "9112 2.2",
                        "GET http://{origin}/ HTTP/1.1\nHost: {origin}\n<LF>",
                        400),
                refused(
                        "a bare CR for the empty line",
                        "9112 2.2",
                        "GET http://{origin}/ HTTP/1.1\nHost: {origin}\n<CR>x",
                        400),
                refused(
                        "a space for the empty line",
                        "9112 5.2",
                        "GET http://{origin}/ HTTP/1.1\nHost: {origin}\n<SP>\n\n",
                        400),
                passes(
                        "199 fields and Host",
                        LINE,
                        get("A: b<198*\nA: b>"),
                        got("A: b<198*\nA: b>")),
                refused("200 fields and Host", "6585 5", get("A: b<199*\nA: b>"), 431),
                passes(
                        "a value of 60000 octets",
                        "9110 5.4",
                        get("A: <60000*b>"),
                        got("A: <60000*b>")),
                passes(
                        "a name of 20000 octets",
                        "9110 5.4",
                        get("<20000*A>: b"),
                        got("<20000*A>: b")),
                refused("a head of more than 64 KiB", "6585 5", get("A: <65536*b>"), 431),
                refused("a name without an end", "6585 5", get("<70000*A>"), 431),
                refused("a value without an end", "6585 5", get("A: <70000*b>"), 431),
                refused(
                        "fields without an end",
                        "6585 5",
                        "GET http://{origin}/ HTTP/1.1\nHost: {origin}\n<20000*A: b\n>",
                        431));
    }
}
