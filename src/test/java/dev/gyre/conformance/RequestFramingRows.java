package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.row;

import java.util.List;

/// How long a request is (RFC 9112 6, RFC 9110 8.6).
final class RequestFramingRows {

    private RequestFramingRows() {}

    static List<RequestRow> rows() {
        return List.of(
                row(
                                "9112 6.2",
                                "a length",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3

                                abc\
                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Content-Length: 3

                                """,
                                "abc"),
                row(
                                "9112 6.2",
                                "a length of 0",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 0

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Content-Length: 0

                                """),
                row(
                                "9112 6.3",
                                "neither: no content",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 6.2",
                                "a length on GET",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3

                                abc\
                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Content-Length: 3

                                """,
                                "abc"),
                row(
                                "9112 6.2",
                                "a length on DELETE",
                                """
                                DELETE http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3

                                abc\
                                """)
                        .forwards(
                                """
                                DELETE /r HTTP/1.1
                                Host: {o}
                                Content-Length: 3

                                """,
                                "abc"),
                row(
                                "9112 6.2",
                                "a request inside the content is content",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 44

                                GET /evil HTTP/1.1
                                Host: x
                                A: 0123456789ab\
                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Content-Length: 44

                                """,
                                "GET /evil HTTP/1.1\nHost: x\nA: 0123456789ab"),
                row(
                                "9112 6.2",
                                "a length in HTTP/1.0",
                                """
                                POST http://{o}/r HTTP/1.0
                                Host: {o}
                                Content-Length: 3

                                abc\
                                """)
                        .forwardsAsLast(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Content-Length: 3

                                """,
                                "abc"),
                row(
                                "9112 6.2",
                                "a length with white space around it",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length:<20><09>3<20>

                                abc\
                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Content-Length: 3

                                """,
                                "abc"),
                row(
                                "9112 6.2",
                                "a length in another spelling",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                content-LENGTH: 3

                                abc\
                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                content-LENGTH: 3

                                """,
                                "abc"),
                row(
                                "9110 8.6",
                                "length: empty",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length:

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: a plus sign",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: +3

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: a minus sign",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: -3

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: hexadecimal",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 0x3

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: a leading zero",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 03

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: two zeros",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 00

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: a fraction",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3.0

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: an exponent",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3e0

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: a space inside",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3 3

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: a list of the same",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3, 3

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: a list of others",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3, 4

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: a comma at the end",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3,

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: a semicolon",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3;

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: letters",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: abc

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: quotes",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: <22>3<22>

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: 2^63",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 9223372036854775808

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: 2^64 + 3",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 18446744073709551619

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: digits above 127",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: <d9><a3>

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: NUL behind",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3<00>

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: VT in front",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: <0b>3

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 8.6",
                                "length: an underscore",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 1_0

                                abc\
                                """)
                        .refused(400),
                row(
                                "9112 6.3",
                                "two lengths that are the same",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3
                                Content-Length: 3

                                abc\
                                """)
                        .refused(400),
                row(
                                "9112 6.3",
                                "two lengths that differ",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3
                                Content-Length: 4

                                abcd\
                                """)
                        .refused(400),
                row(
                                "9112 6.3",
                                "two lengths in different spellings",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3
                                content-length: 0

                                abc\
                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "chunked and a length",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked
                                Content-Length: 3

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "a length and chunked",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 5
                                Transfer-Encoding: chunked

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "chunked and a length of 0",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 0
                                Transfer-Encoding: chunked

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "chunked in HTTP/1.0",
                                """
                                POST http://{o}/r HTTP/1.0
                                Host: {o}
                                Transfer-Encoding: chunked

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "chunked and a length in HTTP/1.0",
                                """
                                POST http://{o}/r HTTP/1.0
                                Host: {o}
                                Transfer-Encoding: chunked
                                Content-Length: 5

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "chunked in another spelling",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-encoding: CHUNKED

                                3
                                abc
                                0

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-encoding: CHUNKED

                                """,
                                "abc"),
                row(
                                "9112 6.1",
                                "coding: empty",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding:

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: identity",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: identity

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: gzip",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: gzip

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: gzip, chunked",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: gzip, chunked

                                0

                                """)
                        .refused(501),
                row(
                                "9112 6.1",
                                "coding: chunked, gzip",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked, gzip

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: chunked, chunked",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked, chunked

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: chunked, identity",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked, identity

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: a comma at the end",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked,

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: a comma in front",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: ,chunked

                                0

                                """)
                        .refused(501),
                row(
                                "9112 6.1",
                                "coding: a parameter",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked;q=1

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: quotes",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: <22>chunked<22>

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: xchunked",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: xchunked

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: chunke",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunke

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: VT in front",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: <0b>chunked

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: FF in front",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: <0c>chunked

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: NUL behind",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked<00>

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: an octet above 127",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked<ff>

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "coding: a no-break space in front",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: <a0>chunked

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "two codings: chunked twice",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked
                                Transfer-Encoding: chunked

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "two codings: chunked, identity",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked
                                Transfer-Encoding: identity

                                0

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "two codings: empty, chunked",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding:
                                Transfer-Encoding: chunked

                                0

                                """)
                        .refused(400),
                row(
                                "9112 5.2",
                                "a folded coding",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding:
                                 chunked

                                0

                                """)
                        .refused(400),
                row(
                                "9112 5.2",
                                "a folded length",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length:
                                 3

                                abc\
                                """)
                        .refused(400),
                row(
                                "9112 5.1",
                                "a space before the colon of a length",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length : 3

                                abc\
                                """)
                        .refused(400),
                row(
                                "9112 5.1",
                                "a space before the colon of a coding",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding : chunked

                                0

                                """)
                        .refused(400),
                row(
                                "9110 7.6.1",
                                "a length that Connection names",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Connection: Content-Length
                                Content-Length: 3

                                abc\
                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Content-Length: 3

                                """,
                                "abc"),
                row(
                                "9110 7.6.1",
                                "a coding that Connection names",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Connection: Transfer-Encoding
                                Transfer-Encoding: chunked

                                3
                                abc
                                0

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """,
                                "abc"));
    }
}
