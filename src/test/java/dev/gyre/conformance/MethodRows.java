package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.row;

import java.util.List;

/// Methods (RFC 9110 9, 7.6.2).
final class MethodRows {

    private MethodRows() {}

    static List<RequestRow> rows() {
        return List.of(
                row(
                                "9110 9.1",
                                "method HEAD",
                                """
                                HEAD http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                HEAD /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 9.1",
                                "method POST",
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
                                "9110 9.1",
                                "method PUT",
                                """
                                PUT http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                PUT /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 9.1",
                                "method DELETE",
                                """
                                DELETE http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                DELETE /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 9.1",
                                "method PATCH",
                                """
                                PATCH http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                PATCH /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 9.1",
                                "method PROPFIND",
                                """
                                PROPFIND http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                PROPFIND /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 9.1",
                                "method REPORT",
                                """
                                REPORT http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                REPORT /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 9.1",
                                "method get",
                                """
                                get http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                get /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 9.1",
                                "method Get",
                                """
                                Get http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                Get /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 9.1",
                                "method M-SEARCH",
                                """
                                M-SEARCH http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                M-SEARCH /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 9.1",
                                "method !#$%&'*+-.^_`|~09Az",
                                """
                                !#$%&'*+-.^_`|~09Az http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                !#$%&'*+-.^_`|~09Az /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 9.1",
                                "method XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
                                """
                                XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 5.6.2",
                                "method with a parenthesis",
                                """
                                G(T http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 5.6.2",
                                "method with a slash",
                                """
                                G/T http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 5.6.2",
                                "method with a colon",
                                """
                                GET: http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 5.6.2",
                                "method with quotes",
                                """
                                <22>GET<22> http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 5.6.2",
                                "method with an octet above 127",
                                """
                                G<c9>T http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 5.6.2",
                                "method with NUL",
                                """
                                GET<00> http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 5.6.2",
                                "method with a comma",
                                """
                                GE,T http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 5.6.2",
                                "method with an at sign",
                                """
                                GE@T http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 5.6.2",
                                "method with braces",
                                """
                                {GET} http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 5.6.2",
                                "method with brackets",
                                """
                                [GET] http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 9.3.8",
                                "TRACE is passed on",
                                """
                                TRACE http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                TRACE /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 9.3.8",
                                "TRACE with content",
                                """
                                TRACE http://{o}/r HTTP/1.1
                                Host: {o}
                                Content-Length: 3

                                abc\
                                """)
                        .refused(400),
                row(
                                "9110 9.3.8",
                                "TRACE with chunks",
                                """
                                TRACE http://{o}/r HTTP/1.1
                                Host: {o}
                                Transfer-Encoding: chunked

                                0

                                """)
                        .refused(400),
                row(
                                "9110 7.6.2",
                                "Max-Forwards of OPTIONS is counted down",
                                """
                                OPTIONS http://{o}/r HTTP/1.1
                                Host: {o}
                                Max-Forwards: 7

                                """)
                        .forwards(
                                """
                                OPTIONS /r HTTP/1.1
                                Host: {o}
                                Max-Forwards: 6

                                """),
                row(
                                "9110 7.6.2",
                                "Max-Forwards of TRACE is counted down",
                                """
                                TRACE http://{o}/r HTTP/1.1
                                Host: {o}
                                max-forwards: 1

                                """)
                        .forwards(
                                """
                                TRACE /r HTTP/1.1
                                Host: {o}
                                max-forwards: 0

                                """),
                row(
                                "9110 7.6.2",
                                "Max-Forwards: 0 is answered here",
                                """
                                OPTIONS http://{o}/r HTTP/1.1
                                Host: {o}
                                Max-Forwards: 0

                                """)
                        .refused(200),
                row(
                                "9110 7.6.2",
                                "Max-Forwards: 0 of TRACE",
                                """
                                TRACE http://{o}/r HTTP/1.1
                                Host: {o}
                                Max-Forwards: 0

                                """)
                        .refused(200),
                row(
                                "9110 7.6.2",
                                "Max-Forwards: letters",
                                """
                                OPTIONS http://{o}/r HTTP/1.1
                                Host: {o}
                                Max-Forwards: x

                                """)
                        .refused(400),
                row(
                                "9110 7.6.2",
                                "Max-Forwards: empty",
                                """
                                OPTIONS http://{o}/r HTTP/1.1
                                Host: {o}
                                Max-Forwards:<20>

                                """)
                        .refused(400),
                row(
                                "9110 7.6.2",
                                "Max-Forwards: a minus sign",
                                """
                                OPTIONS http://{o}/r HTTP/1.1
                                Host: {o}
                                Max-Forwards: -1

                                """)
                        .refused(400),
                row(
                                "9110 7.6.2",
                                "Max-Forwards: a list",
                                """
                                OPTIONS http://{o}/r HTTP/1.1
                                Host: {o}
                                Max-Forwards: 1, 2

                                """)
                        .refused(400),
                row(
                                "9110 7.6.2",
                                "Max-Forwards: too large",
                                """
                                OPTIONS http://{o}/r HTTP/1.1
                                Host: {o}
                                Max-Forwards: 9999999999999999999

                                """)
                        .refused(400),
                row(
                                "9110 7.6.2",
                                "Max-Forwards twice",
                                """
                                OPTIONS http://{o}/r HTTP/1.1
                                Host: {o}
                                Max-Forwards: 1
                                Max-Forwards: 2

                                """)
                        .refused(400),
                row(
                                "9110 7.6.2",
                                "Max-Forwards counts for no other method",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Max-Forwards: 0

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 9.3.6",
                                "CONNECT without a port",
                                """
                                CONNECT 127.0.0.1 HTTP/1.1
                                Host: x

                                """)
                        .refused(400),
                row(
                                "9110 9.3.6",
                                "CONNECT with an empty port",
                                """
                                CONNECT 127.0.0.1: HTTP/1.1
                                Host: x

                                """)
                        .refused(400),
                row(
                                "9110 9.3.6",
                                "CONNECT to port 0",
                                """
                                CONNECT 127.0.0.1:0 HTTP/1.1
                                Host: x

                                """)
                        .refused(400),
                row(
                                "9110 9.3.6",
                                "CONNECT to a port too large",
                                """
                                CONNECT 127.0.0.1:65536 HTTP/1.1
                                Host: x

                                """)
                        .refused(400),
                row(
                                "9110 9.3.6",
                                "CONNECT to a port of letters",
                                """
                                CONNECT 127.0.0.1:http HTTP/1.1
                                Host: x

                                """)
                        .refused(400),
                row(
                                "9110 9.3.6",
                                "CONNECT with a user",
                                """
                                CONNECT u@127.0.0.1:80 HTTP/1.1
                                Host: x

                                """)
                        .refused(400),
                row(
                                "9110 9.3.6",
                                "CONNECT in absolute form",
                                """
                                CONNECT http://{o}/ HTTP/1.1
                                Host: x

                                """)
                        .refused(400),
                row(
                                "9110 9.3.6",
                                "CONNECT in origin form",
                                """
                                CONNECT / HTTP/1.1
                                Host: x

                                """)
                        .refused(400),
                row(
                                "9110 9.3.6",
                                "CONNECT with a path",
                                """
                                CONNECT {o}/ HTTP/1.1
                                Host: x

                                """)
                        .refused(400),
                row(
                                "9110 9.3.6",
                                "CONNECT without a host",
                                """
                                CONNECT :80 HTTP/1.1
                                Host: x

                                """)
                        .refused(400),
                row(
                                "9110 9.3.6",
                                "CONNECT to an IPv6 address without brackets",
                                """
                                CONNECT ::1:80 HTTP/1.1
                                Host: x

                                """)
                        .refused(400),
                row(
                                "9110 9.3.6",
                                "CONNECT to what is prohibited",
                                """
                                CONNECT 10.0.0.1:80 HTTP/1.1
                                Host: x

                                """)
                        .refused(403),
                row(
                                "9110 9.3.6",
                                "CONNECT to a port where nobody listens",
                                """
                                CONNECT 127.0.0.1:1 HTTP/1.1
                                Host: x

                                """)
                        .refused(502),
                row(
                                "9110 9.3.6",
                                "CONNECT in asterisk form",
                                """
                                CONNECT * HTTP/1.1
                                Host: x

                                """)
                        .refused(400),
                row(
                                "9110 9.3.6",
                                "CONNECT with a length",
                                """
                                CONNECT {o} HTTP/1.1
                                Host: x
                                Content-Length: 0

                                """)
                        .refused(400),
                row(
                                "9110 9.3.6",
                                "CONNECT with a coding",
                                """
                                CONNECT {o} HTTP/1.1
                                Host: x
                                Transfer-Encoding: chunked

                                """)
                        .refused(400));
    }
}
