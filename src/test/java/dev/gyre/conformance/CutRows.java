package dev.gyre.conformance;

import static dev.gyre.conformance.ResponseRow.GET;
import static dev.gyre.conformance.ResponseRow.bad;
import static dev.gyre.conformance.ResponseRow.cut;
import static dev.gyre.conformance.ResponseRow.ok;
import static dev.gyre.conformance.ResponseRow.told;

import dev.gyre.conformance.RawOrigin.End;

import java.util.List;

/// Answers that end too soon, and chunks that break: what was passed on is never taken for the whole.
final class CutRows {

    private static final String RFC = "9112 8";
    private static final String CHUNKED = "9112 7.1";
    private static final String HEAD = ok("Transfer-Encoding: chunked");
    private static final String LENGTH = ok("Content-Length: 5");

    private CutRows() {}

    private static ResponseRow none(String name, String answer, End end) {
        return bad(name, RFC, GET, answer, end);
    }

    /// The connection stays open: it is for the proxy to end it.
    private static ResponseRow broken(String name, String rfc, String chunks, String data) {
        return cut(name, rfc, HEAD + chunks, End.OPEN, HEAD + data);
    }

    private static ResponseRow tooShort(String name, String body, End end) {
        return cut(name, RFC, LENGTH + body, end, LENGTH + body);
    }

    private static ResponseRow unended(String name, String chunks, End end) {
        return cut(name, RFC, HEAD + chunks, end, HEAD + "abc");
    }

    private static ResponseRow whole(String name, String rfc, String chunks, String data) {
        return told(name, rfc, GET, HEAD + chunks, End.OPEN, HEAD + data);
    }

    static List<ResponseRow> rows() {
        return List.of(
                none("an end at once", "", End.FIN),
                none("a reset at once", "", End.RST),
                none("an end in the status line", "HTTP/1.1 20", End.FIN),
                none("an end behind the status line", "HTTP/1.1 200 OK\n", End.FIN),
                none("an end in a field", "HTTP/1.1 200 OK\nContent-Le", End.FIN),
                none("an end behind a field", "HTTP/1.1 200 OK\nContent-Length: 5\n", End.FIN),
                none(
                        "an end in the empty line",
                        "HTTP/1.1 200 OK\nContent-Length: 5\n<CR>",
                        End.FIN),
                none("a reset in the head", "HTTP/1.1 200 OK\nContent-Le", End.RST),
                tooShort("a length, and an end", "", End.FIN),
                tooShort("a length, one octet, and an end", "h", End.FIN),
                tooShort("a length, one octet too few, and an end", "hell", End.FIN),
                tooShort("a length, and a reset", "", End.RST_ONCE_HEARD),
                tooShort("a length, one octet too few, and a reset", "hell", End.RST_ONCE_HEARD),
                cut(
                        "2^63 less one octets, and an end",
                        RFC,
                        ok("Content-Length: 9223372036854775807") + "abc",
                        End.FIN,
                        ok("Content-Length: 9223372036854775807") + "abc"),
                cut(
                        "2^32 and three octets, and an end",
                        RFC,
                        ok("Content-Length: 4294967299") + "abc",
                        End.FIN,
                        ok("Content-Length: 4294967299") + "abc"),
                cut(
                        "until close, and a reset",
                        RFC,
                        ok("A: b") + "hello",
                        End.RST_ONCE_HEARD,
                        ok("A: b\nConnection: close") + "hello"),
                cut(
                        "until close in HTTP/1.0, and a reset",
                        RFC,
                        "HTTP/1.0 200 OK\nDate: {date}\n\nhello",
                        End.RST_ONCE_HEARD,
                        ok("Connection: close") + "hello"),
                unended("chunks, and an end behind the head", "", End.FIN),
                unended("chunks, and an end in a size", "3", End.FIN),
                unended("chunks, and an end behind a size", "3\n", End.FIN),
                unended("chunks, and an end in data", "3\nab", End.FIN),
                unended("chunks, and an end behind data", "3\nabc", End.FIN),
                unended("chunks, and an end behind a chunk", "3\nabc\n", End.FIN),
                unended("chunks, and an end in the last", "3\nabc\n0", End.FIN),
                unended("chunks, and an end behind the last", "3\nabc\n0\n", End.FIN),
                unended("chunks, and an end in a trailer", "3\nabc\n0\nA: b\n", End.FIN),
                unended("chunks, and an end in the empty line", "3\nabc\n0\n<CR>", End.FIN),
                unended("chunks, and a reset behind a chunk", "3\nabc\n", End.RST_ONCE_HEARD),
                unended("chunks, and a reset behind the last", "3\nabc\n0\n", End.RST_ONCE_HEARD),
                broken("a chunk without a size", CHUNKED, "\nabc\n0\n\n", ""),
                broken("a size that is none", CHUNKED, "g\nabc\n0\n\n", ""),
                broken("a size with a prefix", CHUNKED, "0x3\nabc\n0\n\n", ""),
                broken("a size with a sign", CHUNKED, "+3\nabc\n0\n\n", ""),
                broken("a size below nothing", CHUNKED, "-1\nabc\n0\n\n", ""),
                broken("a size with a space in front", CHUNKED, "<SP>3\nabc\n0\n\n", ""),
                broken("a size with a space behind", CHUNKED, "3<SP>\nabc\n0\n\n", ""),
                broken("a size of 2^64 and three", CHUNKED, "10000000000000003\nabc\n0\n\n", ""),
                broken("a size of 2^64 less one", CHUNKED, "ffffffffffffffff\nabc\n0\n\n", ""),
                broken("a bare LF behind a size", CHUNKED, "3<LF>abc\n0\n\n", ""),
                broken("a bare CR behind a size", CHUNKED, "3<CR>abc\n0\n\n", ""),
                broken("an LF in an extension", "9112 7.1.1", "3;a<LF>abc\n0\n\n", ""),
                broken("a NUL in an extension", "9112 7.1.1", "3;a<NUL>\nabc\n0\n\n", ""),
                broken("an extension of 2000 octets", "9112 7.1.1", "3;<2000*x>\nabc\n0\n\n", ""),
                broken("data longer than its size", CHUNKED, "3\nabcd\n0\n\n", "abc"),
                broken("data shorter than its size", CHUNKED, "5\nabc\n0\n\n", "abc\n"),
                broken("a bare LF behind data", CHUNKED, "3\nabc<LF>0\n\n", "abc"),
                broken("a bare LF behind the last size", CHUNKED, "3\nabc\n0<LF>\n", "abc"),
                broken("a bare LF for the last line", CHUNKED, "3\nabc\n0\n<LF>", "abc"),
                broken("a folded trailer", "9112 7.1.2", "3\nabc\n0\nA: b\n<SP>c\n\n", "abc"),
                broken("a trailer without a colon", "9112 7.1.2", "3\nabc\n0\nA\n\n", "abc"),
                broken("a trailer without a name", "9112 7.1.2", "3\nabc\n0\n: b\n\n", "abc"),
                broken("a trailer with a NUL", "9112 7.1.2", "3\nabc\n0\nA: <NUL>\n\n", "abc"),
                broken(
                        "trailers of more than 8 KiB",
                        "9112 7.1.2",
                        "3\nabc\n0\nA: <9000*b>\n\n",
                        "abc"),
                whole("three chunks", CHUNKED, "1\na\n1\nb\n1\nc\n0\n\n", "abc"),
                whole("none but the last chunk", CHUNKED, "0\n\n", ""),
                whole("ends of lines in data", CHUNKED, "5\n0\n\n\n0\n\n", "0\n\n"),
                whole("a size in capitals", CHUNKED, "A\n0123456789\n0\n\n", "0123456789"),
                whole("zeros in front of a size", CHUNKED, "0003\nabc\n000\n\n", "abc"),
                whole("an extension", "9112 7.1.1", "3;a=\"b;c\"\nabc\n0;d\n\n", "abc"),
                whole("trailers", "9112 7.1.2", "3\nabc\n0\nA: b\nC: d\n\n", "abc"),
                whole(
                        "forbidden trailers",
                        "9112 7.1.2",
                        "3\nabc\n0\nContent-Length: 9\nSet-Cookie: a=b\n\n",
                        "abc"));
    }
}
