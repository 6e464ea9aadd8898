package dev.gyre.conformance;

import static dev.gyre.conformance.ResponseRow.GET;
import static dev.gyre.conformance.ResponseRow.HEAD;
import static dev.gyre.conformance.ResponseRow.OLD;
import static dev.gyre.conformance.ResponseRow.bad;
import static dev.gyre.conformance.ResponseRow.ok;
import static dev.gyre.conformance.ResponseRow.passes;
import static dev.gyre.conformance.ResponseRow.told;
import static dev.gyre.conformance.ResponseRow.toldLast;

import dev.gyre.conformance.RawOrigin.End;

import java.util.List;

/// Where an answer's body ends, by its fields, its status, and the method.
final class BodyEndRows {

    private static final String RFC = "9112 6.3";
    private static final String CODING = "Transfer-Encoding: chunked";
    private static final String CHUNKS = "3\nabc\n0\n\n";

    private BodyEndRows() {}

    private static ResponseRow badLength(String name, String value) {
        return bad(name, "9110 8.6", ok("Content-Length: " + value) + "abc");
    }

    private static ResponseRow badFields(String name, String rfc, String fields) {
        return bad(name, rfc, ok(fields) + CHUNKS);
    }

    /// What a status without content is sent with, and what is left of it.
    private static ResponseRow empty(
            String name, String status, String fields, String body, String left) {
        String head = "HTTP/1.1 " + status + "\nDate: {date}\n";
        return told(name, RFC, GET, head + fields + "\n" + body, End.OPEN, head + left + "\n");
    }

    /// An answer to HEAD, which has no body whatever it says.
    private static ResponseRow head(String name, String answer) {
        return told(name, "9110 9.3.2", HEAD, answer, End.OPEN, answer);
    }

    static List<ResponseRow> rows() {
        return List.of(
                passes("a length", RFC, ok("Content-Length: 5") + "hello"),
                passes("a length of nothing", RFC, ok("Content-Length: 0")),
                passes("a length in other letters", RFC, ok("cONTENT-lENGTH: 5") + "hello"),
                passes("any octets", RFC, ok("Content-Length: 5") + "<NUL><xff>\n<CR>"),
                passes("100000 octets", RFC, ok("Content-Length: 100000") + "<100000*z>"),
                told(
                        "a length between tabs",
                        RFC,
                        GET,
                        ok("Content-Length:<HT>5<HT>") + "hello",
                        End.OPEN,
                        ok("Content-Length: 5") + "hello"),
                told(
                        "a length, and an end right behind it",
                        RFC,
                        GET,
                        ok("Content-Length: 5") + "hello",
                        End.FIN,
                        ok("Content-Length: 5") + "hello"),
                told(
                        "a length in HTTP/1.0",
                        RFC,
                        GET,
                        "HTTP/1.0 200 OK\nDate: {date}\nContent-Length: 5\n\nhello",
                        End.FIN,
                        ok("Content-Length: 5") + "hello"),
                told("chunks", "9112 7.1", GET, ok(CODING) + CHUNKS, End.OPEN, ok(CODING) + "abc"),
                toldLast(
                        "chunks for a client of HTTP/1.0",
                        "9112 6.1",
                        OLD,
                        ok(CODING) + CHUNKS,
                        End.OPEN,
                        ok("Connection: close") + "abc"),
                toldLast(
                        "a length for a client of HTTP/1.0",
                        "9112 9.3",
                        OLD,
                        ok("Content-Length: 5") + "hello",
                        End.OPEN,
                        ok("Content-Length: 5\nConnection: close") + "hello"),
                toldLast(
                        "until close",
                        RFC,
                        GET,
                        ok("A: b") + "hello",
                        End.FIN,
                        ok("A: b\nConnection: close") + "hello"),
                toldLast(
                        "until close, and nothing",
                        RFC,
                        GET,
                        ok("A: b"),
                        End.FIN,
                        ok("A: b\nConnection: close")),
                toldLast(
                        "until close, 100000 octets",
                        RFC,
                        GET,
                        ok("A: b") + "<100000*z>",
                        End.FIN,
                        ok("A: b\nConnection: close") + "<100000*z>"),
                toldLast(
                        "until close for a client of HTTP/1.0",
                        RFC,
                        OLD,
                        ok("A: b") + "hello",
                        End.FIN,
                        ok("A: b\nConnection: close") + "hello"),
                toldLast(
                        "until close in HTTP/1.0",
                        RFC,
                        GET,
                        "HTTP/1.0 200 OK\nDate: {date}\n\nhello",
                        End.FIN,
                        "HTTP/1.1 200 OK\nDate: {date}\nConnection: close\n\nhello"),
                toldLast(
                        "until close, although it says keep-alive",
                        RFC,
                        GET,
                        ok("Connection: keep-alive") + "hello",
                        End.FIN,
                        ok("Connection: close") + "hello"),
                toldLast(
                        "until close, what looks like an answer",
                        RFC,
                        GET,
                        ok("A: b") + "HTTP/1.1 404 No\n\n",
                        End.FIN,
                        ok("A: b\nConnection: close") + "HTTP/1.1 404 No\n\n"),
                badFields("two lengths that differ", RFC, "Content-Length: 3\nContent-Length: 4"),
                badFields(
                        "two lengths that are equal", RFC, "Content-Length: 3\nContent-Length: 3"),
                badFields("a length and an empty one", RFC, "Content-Length: 3\ncontent-length:"),
                badLength("a list of equal ones", "3, 3"),
                badLength("a list of others", "3, 4"),
                badLength("an empty one", ""),
                badLength("a sign", "+3"),
                badLength("less than nothing", "-3"),
                badLength("hexadecimal", "0x3"),
                badLength("a zero in front", "03"),
                badLength("a letter behind", "3b"),
                badLength("a space within", "3 3"),
                badLength("a NUL behind", "3<NUL>"),
                badLength("2^63", "9223372036854775808"),
                badLength("2^64 and three", "18446744073709551619"),
                badFields("a length and chunks", RFC, "Content-Length: 3\n" + CODING),
                badFields("chunks and a length", RFC, CODING + "\nContent-Length: 3"),
                badFields("chunks and a length of nothing", RFC, CODING + "\nContent-Length: 0"),
                badFields("chunks twice", "9112 6.1", CODING + "\n" + CODING),
                badFields("an empty coding", "9112 6.1", "Transfer-Encoding:"),
                badFields("another coding", "9112 6.1", "Transfer-Encoding: gzip"),
                badFields(
                        "another coding and a length",
                        "9112 6.1",
                        "Transfer-Encoding: gzip\nContent-Length: 3"),
                badFields("identity", "9112 6.1", "Transfer-Encoding: identity"),
                badFields("gzip and chunked", "9112 6.1", "Transfer-Encoding: gzip, chunked"),
                badFields("chunked and gzip", "9112 6.1", "Transfer-Encoding: chunked, gzip"),
                badFields(
                        "a name that ends like chunked", "9112 6.1", "Transfer-Encoding: xchunked"),
                badFields(
                        "a vertical tab in front of chunked",
                        "9112 6.1",
                        "Transfer-Encoding: <x0b>chunked"),
                badFields(
                        "a space before the colon of a coding",
                        "9112 5.1",
                        "Transfer-Encoding : chunked"),
                badFields("a space before the colon of a length", "9112 5.1", "Content-Length : 3"),
                bad(
                        "chunks in HTTP/1.0",
                        "9112 6.1",
                        "HTTP/1.0 200 OK\n" + CODING + "\n\n" + CHUNKS),
                told(
                        "a length with an underscore",
                        RFC,
                        GET,
                        ok("Content_Length: 9\nContent-Length: 5") + "hello",
                        End.OPEN,
                        ok("Content-Length: 5") + "hello"),
                told(
                        "a coding with an underscore",
                        RFC,
                        GET,
                        ok("Transfer_Encoding: chunked\nContent-Length: 5") + "hello",
                        End.OPEN,
                        ok("Content-Length: 5") + "hello"),
                told(
                        "a length that Connection names",
                        "9110 7.6.1",
                        GET,
                        ok("Connection: content-length\nContent-Length: 5") + "hello",
                        End.OPEN,
                        ok("Content-Length: 5") + "hello"),
                told(
                        "a coding that Connection names",
                        "9110 7.6.1",
                        GET,
                        ok("Connection: transfer-encoding\n" + CODING) + CHUNKS,
                        End.OPEN,
                        ok(CODING) + "abc"),
                empty("204", "204 No Content", "", "", ""),
                empty("204 with a length", "204 No Content", "Content-Length: 5\n", "", ""),
                empty("204 with a coding", "204 No Content", CODING + "\n", "", ""),
                empty("204 with a body", "204 No Content", "Content-Length: 5\n", "hello", ""),
                empty("204 with chunks", "204 No Content", CODING + "\n", CHUNKS, ""),
                empty("304", "304 Not Modified", "ETag: \"a\"\n", "", "ETag: \"a\"\n"),
                empty(
                        "304 with a length",
                        "304 Not Modified",
                        "Content-Length: 5\n",
                        "",
                        "Content-Length: 5\n"),
                empty(
                        "304 with a body",
                        "304 Not Modified",
                        "Content-Length: 5\n",
                        "hello",
                        "Content-Length: 5\n"),
                empty(
                        "205 with a length of nothing",
                        "205 Reset Content",
                        "Content-Length: 0\n",
                        "",
                        "Content-Length: 0\n"),
                head("HEAD, a length", ok("Content-Length: 5")),
                head("HEAD, a coding", ok(CODING)),
                head("HEAD, neither", ok("A: b")),
                head(
                        "HEAD, and it is not found",
                        "HTTP/1.1 404 No\nDate: {date}\nContent-Length: 5\n\n"),
                told(
                        "HEAD, a body all the same",
                        "9110 9.3.2",
                        HEAD,
                        ok("Content-Length: 5") + "hello",
                        End.OPEN,
                        ok("Content-Length: 5")),
                told(
                        "HEAD, chunks all the same",
                        "9110 9.3.2",
                        HEAD,
                        ok(CODING) + CHUNKS,
                        End.OPEN,
                        ok(CODING)),
                told(
                        "HEAD, an answer all the same",
                        "9110 9.3.2",
                        HEAD,
                        ok("Content-Length: 5") + "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                        End.OPEN,
                        ok("Content-Length: 5")),
                bad(
                        "HEAD, a length and a coding",
                        RFC,
                        HEAD,
                        ok("Content-Length: 5\n" + CODING),
                        End.OPEN),
                told(
                        "a second answer",
                        "9112 9.2",
                        GET,
                        ok("Content-Length: 5") + "helloHTTP/1.1 200 OK\nContent-Length: 4\n\nevil",
                        End.OPEN,
                        ok("Content-Length: 5") + "hello"),
                told(
                        "a second answer behind chunks",
                        "9112 9.2",
                        GET,
                        ok(CODING) + CHUNKS + "HTTP/1.1 200 OK\nContent-Length: 4\n\nevil",
                        End.OPEN,
                        ok(CODING) + "abc"),
                told(
                        "octets behind a body",
                        RFC,
                        GET,
                        ok("Content-Length: 5") + "hello, world",
                        End.OPEN,
                        ok("Content-Length: 5") + "hello"),
                told(
                        "an interim answer behind a body",
                        RFC,
                        GET,
                        ok("Content-Length: 5") + "helloHTTP/1.1 103 Early Hints\n\n",
                        End.OPEN,
                        ok("Content-Length: 5") + "hello"));
    }
}
