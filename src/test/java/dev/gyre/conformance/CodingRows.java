package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.get;
import static dev.gyre.conformance.RequestRow.got;
import static dev.gyre.conformance.RequestRow.passes;
import static dev.gyre.conformance.RequestRow.post;
import static dev.gyre.conformance.RequestRow.posted;
import static dev.gyre.conformance.RequestRow.refused;

import java.util.List;

/// `Transfer-Encoding`, alone and against `Content-Length`.
final class CodingRows {

    private static final String CHUNKS = "3\nabc\n0\n\n";
    private static final String RFC = "9112 6.1";
    private static final String LENGTH = "9112 6.3";

    private CodingRows() {}

    private static RequestRow chunked(String name, String fields, String seen) {
        return passes(name, RFC, post(fields, CHUNKS), posted(seen, CHUNKS));
    }

    private static RequestRow bad(String name, String rfc, String fields) {
        return refused(name, rfc, post(fields, CHUNKS), 400);
    }

    static List<RequestRow> rows() {
        String good = "Transfer-Encoding: chunked";
        return List.of(
                chunked("an ordinary one", good, good),
                chunked(
                        "in other letters",
                        "tRANSFER-eNCODING: Chunked",
                        "tRANSFER-eNCODING: Chunked"),
                chunked("without a space", "Transfer-Encoding:chunked", good),
                chunked("between tabs", "Transfer-Encoding:<HT>chunked<HT>", good),
                chunked("named by Connection", "Connection: transfer-encoding\n" + good, good),
                chunked("beside one with an underscore", good + "\nTransfer_Encoding: gzip", good),
                chunked("beside a length with an underscore", good + "\nContent_Length: 3", good),
                passes("an underscore alone", RFC, get("Transfer_Encoding: chunked"), got("")),
                passes(
                        "an underscore beside a length",
                        RFC,
                        post("Content-Length: 3\nTransfer_Encoding: chunked", "abc"),
                        posted("Content-Length: 3", "abc")),
                passes(
                        "no more than a Content-Encoding",
                        "9110 8.4",
                        post("Content-Length: 3\nContent-Encoding: chunked", "abc"),
                        posted("Content-Length: 3\nContent-Encoding: chunked", "abc")),
                bad("behind a length", RFC, "Content-Length: 3\n" + good),
                bad("in front of a length", RFC, good + "\nContent-Length: 3"),
                bad("with a length of nothing", RFC, good + "\nContent-Length: 0"),
                bad("with two lengths", RFC, "Content-Length: 3\n" + good + "\nContent-Length: 3"),
                bad("with a malformed length", RFC, good + "\nContent-Length: x"),
                bad(
                        "another coding with a length",
                        RFC,
                        "Transfer-Encoding: gzip\nContent-Length: 3"),
                bad(
                        "identity with a length",
                        RFC,
                        "Transfer-Encoding: identity\nContent-Length: 3"),
                bad("an empty one with a length", RFC, "Transfer-Encoding:\nContent-Length: 3"),
                bad("twice", RFC, good + "\n" + good),
                bad("twice, far apart", RFC, good + "\nA: b\ntransfer-encoding: chunked"),
                bad("empty", RFC, "Transfer-Encoding:"),
                bad("empty and not", RFC, "Transfer-Encoding:\n" + good),
                bad(
                        "chunked, then another line of another",
                        LENGTH,
                        good + "\nTransfer-Encoding: x"),
                bad("another, which is not the end", LENGTH, "Transfer-Encoding: gzip"),
                bad("identity", LENGTH, "Transfer-Encoding: identity"),
                bad("chunked, which is not the end", LENGTH, "Transfer-Encoding: chunked, gzip"),
                bad("identity behind chunked", LENGTH, "Transfer-Encoding: chunked, identity"),
                bad("a name that begins like chunked", LENGTH, "Transfer-Encoding: chunkedx"),
                bad("a name that ends like chunked", LENGTH, "Transfer-Encoding: xchunked"),
                bad("chunked in quotes", LENGTH, "Transfer-Encoding: \"chunked\""),
                bad("chunked behind a vertical tab", "9110 5.5", "Transfer-Encoding: <x0b>chunked"),
                bad("chunked in front of a NUL", "9110 5.5", "Transfer-Encoding: chunked<NUL>"),
                bad("a space before the colon", "9112 5.1", "Transfer-Encoding : chunked"),
                bad("a tab before the colon", "9112 5.1", "Transfer-Encoding<HT>: chunked"),
                bad("folded", "9112 5.2", "Transfer-Encoding:\n<SP>chunked"),
                bad("folded behind a length", "9112 5.2", "Content-Length: 3\n<SP>" + good),
                bad("hidden behind a bare CR", "9112 2.2", "A: b<CR>" + good),
                bad("hidden behind a bare LF", "9112 2.2", "A: b<LF>" + good),
                refused(
                        "gzip and chunked",
                        RFC,
                        post("Transfer-Encoding: gzip, chunked", CHUNKS),
                        501),
                refused(
                        "unknown and chunked",
                        RFC,
                        post("Transfer-Encoding: x, chunked", CHUNKS),
                        501),
                refused(
                        "in HTTP/1.0",
                        RFC,
                        "POST http://{origin}/ HTTP/1.0\nHost: {origin}\n" + good + "\n\n" + CHUNKS,
                        400),
                refused(
                        "in HTTP/1.0 with a length",
                        RFC,
                        "POST http://{origin}/ HTTP/1.0\nHost: {origin}\nContent-Length: 3\n"
                                + good
                                + "\n\nabc",
                        400));
    }
}
