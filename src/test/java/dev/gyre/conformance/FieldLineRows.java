package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.row;

import java.util.List;

/// Field lines (RFC 9112 5, RFC 9110 5).
final class FieldLineRows {

    private FieldLineRows() {}

    static List<RequestRow> rows() {
        return List.of(
                row(
                                "9112 5",
                                "order and spelling are kept",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                b: 2
                                A: 1
                                b: 3

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                b: 2
                                A: 1
                                b: 3

                                """),
                row(
                                "9112 5",
                                "no white space",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A:b

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                A: b

                                """),
                row(
                                "9112 5",
                                "white space around a value",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: <09> b<20><09>

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                A: b

                                """),
                row(
                                "9112 5",
                                "an empty value",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A:

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                A:

                                """),
                row(
                                "9112 5",
                                "an empty value and white space",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A:<20>

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                A:<20>

                                """),
                row(
                                "9110 5.3",
                                "fields of one name are not joined",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: 1
                                A: 2
                                A: 3

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                A: 1
                                A: 2
                                A: 3

                                """),
                row(
                                "9110 5.5",
                                "octets above 127",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: caf<e9> <80><ff>

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                A: caf<e9> <80><ff>

                                """),
                row(
                                "9110 5.5",
                                "a tab inside",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b<09>c

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                A: b<09>c

                                """),
                row(
                                "9110 5.6.2",
                                "every character of a token",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                !#$%&'*+-.^`|~9Az: b

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                !#$%&'*+-.^`|~9Az: b

                                """),
                row(
                                "9110 5.6.4",
                                "quoted strings are not looked at",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: <22>b, <5c><22>c

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                A: <22>b, <5c><22>c

                                """),
                row(
                                "9110 12.5",
                                "a client hint",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Sec-CH-UA: <22>Chromium<22>;v=<22>140<22>

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Sec-CH-UA: <22>Chromium<22>;v=<22>140<22>

                                """),
                row(
                                "9112 5.1",
                                "a space before the colon",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A : b

                                """)
                        .refused(400),
                row(
                                "9112 5.1",
                                "a tab before the colon",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A<09>: b

                                """)
                        .refused(400),
                row(
                                "9112 5.1",
                                "a space in a name",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A b: c

                                """)
                        .refused(400),
                row(
                                "9112 5.1",
                                "no name",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                : b

                                """)
                        .refused(400),
                row(
                                "9112 5.1",
                                "no colon",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A

                                """)
                        .refused(400),
                row(
                                "9112 5.1",
                                "a parenthesis in a name",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A(: b

                                """)
                        .refused(400),
                row(
                                "9112 5.1",
                                "a slash in a name",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A/B: c

                                """)
                        .refused(400),
                row(
                                "9112 5.1",
                                "an octet above 127 in a name",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A<e4>: b

                                """)
                        .refused(400),
                row(
                                "9112 5.1",
                                "NUL in a name",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A<00>: b

                                """)
                        .refused(400),
                row(
                                "9112 5.1",
                                "a quote in a name",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                <22>A<22>: b

                                """)
                        .refused(400),
                row(
                                "9112 5.1",
                                "an at sign in a name",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A@B: c

                                """)
                        .refused(400),
                row(
                                "9112 5.2",
                                "folded: a space",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b
                                 c

                                """)
                        .refused(400),
                row(
                                "9112 5.2",
                                "folded: a tab",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b
                                <09>c

                                """)
                        .refused(400),
                row(
                                "9112 5.2",
                                "folded: nothing else",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b
                                <20>

                                """)
                        .refused(400),
                row(
                                "9112 5.2",
                                "folded: the first field",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                 A: b

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "white space before the first field",
                                """
                                GET http://{o}/r HTTP/1.1
                                 Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 5.5",
                                "NUL in a value",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b<00>c

                                """)
                        .refused(400),
                row(
                                "9110 5.5",
                                "SOH in a value",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b<01>c

                                """)
                        .refused(400),
                row(
                                "9110 5.5",
                                "BEL in a value",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b<07>c

                                """)
                        .refused(400),
                row(
                                "9110 5.5",
                                "BS in a value",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b<08>c

                                """)
                        .refused(400),
                row(
                                "9110 5.5",
                                "VT in a value",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b<0b>c

                                """)
                        .refused(400),
                row(
                                "9110 5.5",
                                "FF in a value",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b<0c>c

                                """)
                        .refused(400),
                row(
                                "9110 5.5",
                                "ESC in a value",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b<1b>c

                                """)
                        .refused(400),
                row(
                                "9110 5.5",
                                "DEL in a value",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b<7f>c

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "a bare LF between fields",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b<0a>C: d

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "a bare CR between fields",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b<0d>C: d

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "a bare CR at the end of a value",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: b<0d>

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "CR in a name",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A<0d>B: c

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "LF in a name",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A<0a>B: c

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "a head that ends in LF LF",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}<0a><0a>\
                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "a head that ends in CR LF LF",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                <0a>\
                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "a head that ends in LF CR LF",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}<0a>
                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "an underscore for a hyphen in a framing field",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Content_Length: 5

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 6.1",
                                "an underscore in Transfer-Encoding",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer_Encoding: chunked

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 6.1",
                                "a framing field with a tab before the colon",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding<09>: chunked

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "a framing field with VT before the colon",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding<0b>: chunked

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "a framing field with NUL",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length<00>: 5

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "a framing field in quotes",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                <22>Content-Length<22>: 5

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "a long s is no s",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Tran<c5><bf>fer-Encoding: chunked

                                """)
                        .refused(400),
                row(
                                "9112 6.1",
                                "a prefix of its own is another field",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                X-Content-Length: 5

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                X-Content-Length: 5

                                """));
    }
}
