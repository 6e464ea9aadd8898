package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.row;

import java.util.List;

/// Chunked requests (RFC 9112 7.1).
final class RequestChunkRows {

    private RequestChunkRows() {}

    static List<RequestRow> rows() {
        return List.of(
                row(
                                "9112 7.1",
                                "one chunk",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
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
                                "abc"),
                row(
                                "9112 7.1",
                                "two chunks",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3
                                abc
                                2
                                de
                                0

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """,
                                "abcde"),
                row(
                                "9112 7.1",
                                "no data",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "zeros in front",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0003
                                abc
                                000

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """,
                                "abc"),
                row(
                                "9112 7.1",
                                "a size in large letters",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                A
                                0123456789
                                0

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """,
                                "0123456789"),
                row(
                                "9112 7.1",
                                "a size in small letters",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                a
                                0123456789
                                0

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """,
                                "0123456789"),
                row(
                                "9112 7.1",
                                "sixteen digits",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0000000000000003
                                abc
                                0

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """,
                                "abc"),
                row(
                                "9112 7.1",
                                "a chunk in a chunk is data",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                8
                                3<0d><0a>abc<0d><0a>
                                0

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """,
                                "3<0d><0a>abc<0d><0a>"),
                row(
                                "9112 7.1.1",
                                "an extension",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3;a=b
                                abc
                                0

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """,
                                "abc"),
                row(
                                "9112 7.1.1",
                                "an extension in quotes",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3;a=<22>b;c<22>
                                abc
                                0

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """,
                                "abc"),
                row(
                                "9112 7.1.1",
                                "an extension without a value",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3;a
                                abc
                                0;b

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """,
                                "abc"),
                row(
                                "9112 7.1.2",
                                "a trailer is dropped",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3
                                abc
                                0
                                A: b

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """,
                                "abc"),
                row(
                                "9112 7.1.2",
                                "trailers that must not be are dropped",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3
                                abc
                                0
                                Content-Length: 9
                                Transfer-Encoding: chunked
                                Host: evil
                                X-Forwarded-For: 192.0.2.1

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """,
                                "abc"),
                row(
                                "9110 6.6.2",
                                "Trailer is dropped",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Trailer: A
                                Transfer-Encoding: chunked

                                3
                                abc
                                0
                                A: b

                                """)
                        .forwards(
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """,
                                "abc"),
                row(
                                "9112 7.1",
                                "size: empty",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked


                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: not hexadecimal",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                g
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: 0x",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0x3
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: a minus sign",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                -3
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: a plus sign",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                +3
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: white space in front",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                 3
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: white space behind",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3<20>
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: white space before an extension",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3 ;a
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: a tab behind",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3<09>
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: a comma",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3,3
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: an underscore",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                1_0
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: seventeen digits",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                00000000000000003
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: 2^64 + 3",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                10000000000000003
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: more than 2^63",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                ffffffffffffffff
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: a bare LF",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3<0a>abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: a bare CR",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3<0d>abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: CR CR LF",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3<0d>
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: NUL",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3<00>
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: a dot",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3.
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "size: only an extension",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                ;a
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1.1",
                                "extension: a bare LF",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3;a<0a>abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1.1",
                                "extension: a bare CR",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3;a<0d>b
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1.1",
                                "extension: NUL",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3;a<00>
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1.1",
                                "extension: CR CR LF",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3;a<0d>
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "data that are longer than the size",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3
                                abcd
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "a bare LF behind the data",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3
                                abc<0a>0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "a bare CR behind the data",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3
                                abc<0d>0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "nothing behind the data",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3
                                abc0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "two characters behind the data",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3
                                abcXX0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1",
                                "another size at once",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                3
                                abc3
                                abc
                                0

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1.2",
                                "trailer: a bare LF",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0
                                A: b<0a>
                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1.2",
                                "trailer: a bare CR",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0
                                A: b<0d>c

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1.2",
                                "trailer: folded",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0
                                A: b
                                 c

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1.2",
                                "trailer: white space before the colon",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0
                                A : b

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1.2",
                                "trailer: no colon",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0
                                A

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1.2",
                                "trailer: no name",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0
                                : b

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1.2",
                                "trailer: NUL",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0
                                A: <00>

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1.2",
                                "trailer: LF for an end",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0
                                <0a>\
                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """),
                row(
                                "9112 7.1.2",
                                "trailer: a last line of white space",
                                """
                                POST http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0
                                <20>

                                """)
                        .breaks(
                                400,
                                """
                                POST /r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                """));
    }
}
