package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.abandoned;
import static dev.gyre.conformance.RequestRow.broken;
import static dev.gyre.conformance.RequestRow.passes;
import static dev.gyre.conformance.RequestRow.post;
import static dev.gyre.conformance.RequestRow.posted;

import java.util.List;

/// Chunks: their sizes, their extensions, their ends.
final class ChunkRows {

    private static final String FIELD = "Transfer-Encoding: chunked";
    private static final String RFC = "9112 7.1";
    private static final String EXTENSION = "9112 7.1.1";

    private ChunkRows() {}

    /// The target sees these chunks; where they begin is not looked at.
    private static RequestRow good(String name, String rfc, String body, String seen) {
        return passes(name, rfc, post(FIELD, body), posted(FIELD, seen));
    }

    private static RequestRow abc(String name, String rfc, String body) {
        return good(name, rfc, body, "3\nabc\n0\n\n");
    }

    /// What is wrong comes first.
    private static RequestRow bad(String name, String rfc, String body) {
        return broken(name, rfc, post(FIELD, body), 400, posted(FIELD, ""));
    }

    /// What is wrong comes behind these three letters.
    private static RequestRow badBehind(String name, String rfc, String body) {
        return broken(name, rfc, post(FIELD, body), 400, posted(FIELD, "3\nabc\n"));
    }

    /// The client ends without an end.
    private static RequestRow endless(String name, String body) {
        return abandoned(name, "9112 8", post(FIELD, body), posted(FIELD, "3\nabc\n"));
    }

    static List<RequestRow> rows() {
        return List.of(
                abc("one chunk", RFC, "3\nabc\n0\n\n"),
                abc("three chunks", RFC, "1\na\n1\nb\n1\nc\n0\n\n"),
                abc("zeros in front of a size", RFC, "0003\nabc\n0\n\n"),
                abc("zeros in front of the last", RFC, "3\nabc\n0000\n\n"),
                good("none but the last", RFC, "0\n\n", "0\n\n"),
                good("a size in capitals", RFC, "A\n0123456789\n0\n\n", "a\n0123456789\n0\n\n"),
                good(
                        "a size in small letters",
                        RFC,
                        "b\n0123456789x\n0\n\n",
                        "b\n0123456789x\n0\n\n"),
                good(
                        "ends of lines in data",
                        RFC,
                        "6\n\n\n<CR><LF>\n0\n\n",
                        "6\n\n\n<CR><LF>\n0\n\n"),
                good("chunks in data", RFC, "5\n0\n\n\n0\n\n", "5\n0\n\n\n0\n\n"),
                good(
                        "any octets in data",
                        RFC,
                        "3\n<NUL><x7f><xff>\n0\n\n",
                        "3\n<NUL><x7f><xff>\n0\n\n"),
                good("65536 octets", RFC, "10000\n<65536*z>\n0\n\n", "10000\n<65536*z>\n0\n\n"),
                good("300 chunks", RFC, "<300*1\nz\n>0\n\n", "12c\n<300*z>\n0\n\n"),
                abc("an extension", EXTENSION, "3;a=b\nabc\n0\n\n"),
                abc("an extension without a value", EXTENSION, "3;a\nabc\n0\n\n"),
                abc("an extension in quotes", EXTENSION, "3;a=\"b;c\"\nabc\n0\n\n"),
                abc("an extension of the last", EXTENSION, "3\nabc\n0;a=b\n\n"),
                abc("extensions of 900 octets", EXTENSION, "3;<900*x>\nabc\n0\n\n"),
                abc("an extension above ASCII", EXTENSION, "3;a=\"<xe9>\"\nabc\n0\n\n"),
                bad("no size", RFC, "\nabc\n0\n\n"),
                bad("no size but an extension", RFC, ";a=b\nabc\n0\n\n"),
                bad("a letter that is no digit", RFC, "g\nabc\n0\n\n"),
                bad("a letter behind a digit", RFC, "3g\nabc\n0\n\n"),
                bad("a prefix", RFC, "0x3\nabc\n0\n\n"),
                bad("a plus", RFC, "+3\nabc\n0\n\n"),
                bad("a minus", RFC, "-3\nabc\n0\n\n"),
                bad("an underscore", RFC, "0_3\nabc\n0\n\n"),
                bad("a point", RFC, "3.\nabc\n0\n\n"),
                bad("a comma", RFC, "3,\nabc\n0\n\n"),
                bad("quotes", RFC, "\"3\"\nabc\n0\n\n"),
                bad("a space in front", RFC, "<SP>3\nabc\n0\n\n"),
                bad("a space behind", RFC, "3<SP>\nabc\n0\n\n"),
                bad("a tab behind", RFC, "3<HT>\nabc\n0\n\n"),
                bad("a vertical tab behind", RFC, "3<x0b>\nabc\n0\n\n"),
                bad("a space and an extension", EXTENSION, "3 ;a=b\nabc\n0\n\n"),
                bad("a NUL behind", RFC, "3<NUL>\nabc\n0\n\n"),
                bad("digits that are not ASCII", RFC, "<xb3>\nabc\n0\n\n"),
                bad("2^63", RFC, "8000000000000000\nabc\n0\n\n"),
                bad("2^64 less one", RFC, "ffffffffffffffff\nabc\n0\n\n"),
                bad("2^64 and three", RFC, "10000000000000003\nabc\n0\n\n"),
                bad("100 zeros and three", RFC, "<100*0>3\nabc\n0\n\n"),
                bad("an LF behind the size", RFC, "3<LF>abc\n0\n\n"),
                bad("a CR behind the size", RFC, "3<CR>abc\n0\n\n"),
                bad("CR CR LF behind the size", RFC, "3<CR>\nabc\n0\n\n"),
                bad("an LF in an extension", EXTENSION, "3;a<LF>abc\n0\n\n"),
                bad("an LF in quotes", EXTENSION, "3;a=\"<LF>\"\nabc\n0\n\n"),
                bad("a CR in an extension", EXTENSION, "3;a<CR>b\nabc\n0\n\n"),
                bad("a NUL in an extension", EXTENSION, "3;a<NUL>\nabc\n0\n\n"),
                bad("an extension of 2000 octets", EXTENSION, "3;<2000*x>\nabc\n0\n\n"),
                bad("an extension without an end", EXTENSION, "3;<2000*x>"),
                badBehind("data longer than its size", RFC, "3\nabcd\n0\n\n"),
                badBehind("an LF behind data", RFC, "3\nabc<LF>0\n\n"),
                badBehind("a CR behind data", RFC, "3\nabc<CR>0\n\n"),
                badBehind("a space behind data", RFC, "3\nabc<SP>\n0\n\n"),
                badBehind("nothing behind data", RFC, "3\nabc0\n\n"),
                badBehind("a second size that is none", RFC, "3\nabc\nx\n"),
                badBehind("a minus behind a good one", RFC, "3\nabc\n-1\n"),
                badBehind("an LF behind the last size", RFC, "3\nabc\n0<LF>\n"),
                badBehind("a CR behind the last size", RFC, "3\nabc\n0<CR>x\n\n"),
                badBehind("an LF for the last line", RFC, "3\nabc\n0\n<LF>"),
                badBehind("a CR and no LF for the last line", RFC, "3\nabc\n0\n<CR>x"),
                broken(
                        "data shorter than its size",
                        RFC,
                        post(FIELD, "5\nabc\n0\n\n"),
                        400,
                        posted(FIELD, "5\nabc\n\n")),
                broken(
                        "too much framing for too little",
                        RFC,
                        post(FIELD, "<200*1;<900*x>\nz\n>0\n\n"),
                        400,
                        posted(FIELD, "c8\n<200*z>\n")),
                endless("no data", ""),
                endless("half a size", "3"),
                endless("half the data", "3\nab"),
                endless("no end of data", "3\nabc"),
                endless("no last one", "3\nabc\n"),
                endless("no end of the last one", "3\nabc\n0"),
                endless("no last line", "3\nabc\n0\n"),
                endless("half a last line", "3\nabc\n0\n<CR>"),
                endless("more than there ever is", "7fffffffffffffff\nabc"));
    }
}
