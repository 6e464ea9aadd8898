package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.row;

import java.util.List;

/// Request lines (RFC 9112 2.2, 2.3, 3).
final class RequestLineRows {

    private RequestLineRows() {}

    static List<RequestRow> rows() {
        return List.of(
                row(
                                "9112 3",
                                "a request line",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 2.3",
                                "HTTP/1.0 without Host",
                                """
                                GET http://{o}/r HTTP/1.0

                                """)
                        .forwardsAsLast(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 2.3",
                                "HTTP/1.0 with Host",
                                """
                                GET http://{o}/r HTTP/1.0
                                Host: {o}

                                """)
                        .forwardsAsLast(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 2.2",
                                "an empty line in front",
                                """

                                GET http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 2.2",
                                "two empty lines in front",
                                """


                                GET http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 2.2",
                                "three empty lines in front",
                                """



                                GET http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "a bare LF in front",
                                """
                                <0a>GET http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "white space in front",
                                """
                                 GET http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "a line of white space in front",
                                """
                                <20>
                                GET http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3",
                                "two spaces after the method",
                                """
                                GET  http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3",
                                "two spaces before the version",
                                """
                                GET http://{o}/r  HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3",
                                "a tab for a space",
                                """
                                GET<09>http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3",
                                "a tab before the version",
                                """
                                GET http://{o}/r<09>HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3",
                                "a space at the end",
                                """
                                GET http://{o}/r HTTP/1.1<20>
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3",
                                "a space in the target",
                                """
                                GET http://{o}/a b HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3",
                                "no version",
                                """
                                GET http://{o}/r
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3",
                                "no target",
                                """
                                GET HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3",
                                "a vertical tab for a space",
                                """
                                GET<0b>http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3",
                                "a no-break space for a space",
                                """
                                GET<a0>http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "a bare LF at the end",
                                """
                                GET http://{o}/r HTTP/1.1<0a>Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "a bare CR at the end",
                                """
                                GET http://{o}/r HTTP/1.1<0d>Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "CR CR LF at the end",
                                """
                                GET http://{o}/r HTTP/1.1<0d>
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.2",
                                "a bare CR in the target",
                                """
                                GET http://{o}/a<0d>b HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.3",
                                "version: HTTP/1.2",
                                """
                                GET http://{o}/r HTTP/1.2
                                Host: {o}

                                """)
                        .refused(505),
                row(
                                "9112 2.3",
                                "version: HTTP/2.0",
                                """
                                GET http://{o}/r HTTP/2.0
                                Host: {o}

                                """)
                        .refused(505),
                row(
                                "9112 2.3",
                                "version: HTTP/0.9",
                                """
                                GET http://{o}/r HTTP/0.9
                                Host: {o}

                                """)
                        .refused(505),
                row(
                                "9112 2.3",
                                "version: HTTP/3.0",
                                """
                                GET http://{o}/r HTTP/3.0
                                Host: {o}

                                """)
                        .refused(505),
                row(
                                "9112 2.3",
                                "version: HTTP/1.10",
                                """
                                GET http://{o}/r HTTP/1.10
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.3",
                                "version: HTTP/01.1",
                                """
                                GET http://{o}/r HTTP/01.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.3",
                                "version: HTTP/1",
                                """
                                GET http://{o}/r HTTP/1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.3",
                                "version: HTTP/1.",
                                """
                                GET http://{o}/r HTTP/1.
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.3",
                                "version: HTTP/.1",
                                """
                                GET http://{o}/r HTTP/.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.3",
                                "version: letters in small",
                                """
                                GET http://{o}/r http/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.3",
                                "version: another protocol",
                                """
                                GET http://{o}/r HTTPS/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.3",
                                "version: a letter for a digit",
                                """
                                GET http://{o}/r HTTP/1.x
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.3",
                                "version: a plus sign",
                                """
                                GET http://{o}/r HTTP/+1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.3",
                                "version: a comma",
                                """
                                GET http://{o}/r HTTP/1,1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 2.3",
                                "version: a space inside",
                                """
                                GET http://{o}/r HTTP/ 1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9113 3.4",
                                "the preface of HTTP/2",
                                """
                                PRI * HTTP/2.0

                                SM

                                """)
                        .refused(505));
    }
}
