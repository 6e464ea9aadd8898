package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.row;

import java.util.List;

/// The Host field (RFC 9112 3.2, RFC 9110 7.2).
final class HostRows {

    private HostRows() {}

    static List<RequestRow> rows() {
        return List.of(
                row(
                                "9112 3.2",
                                "none",
                                """
                                GET http://{o}/r HTTP/1.1

                                """)
                        .refused(400),
                row(
                                "9112 3.2",
                                "two that are the same",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3.2",
                                "two that differ",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Host: other

                                """)
                        .refused(400),
                row(
                                "9112 3.2",
                                "two in another spelling",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                hOST: other

                                """)
                        .refused(400),
                row(
                                "9112 3.2.2",
                                "another one is replaced",
                                """
                                GET http://{o}/r HTTP/1.1
                                A: b
                                Host: other.example
                                C: d

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                A: b
                                Host: {o}
                                C: d

                                """),
                row(
                                "9112 3.2.2",
                                "an empty one is replaced",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host:

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 3.2.2",
                                "another spelling of the name",
                                """
                                GET http://{o}/r HTTP/1.1
                                hOsT: {o}

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                hOsT: {o}

                                """),
                row(
                                "9112 3.2",
                                "none in HTTP/1.0",
                                """
                                GET http://{o}/r HTTP/1.0
                                A: b

                                """)
                        .forwardsAsLast(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                A: b

                                """),
                row(
                                "9112 3.2",
                                "two in HTTP/1.0",
                                """
                                GET http://{o}/r HTTP/1.0
                                Host: {o}
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "a list",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: a b

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "a path",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: a/b

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "a user",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: u@a

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "a query",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: a?b

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "a port that is none",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: a:b

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "a port that is too large",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: a:65536

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "two ports",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: a:80:80

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "an octet above 127",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: <c3><a4>

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "a control character",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: a<01>b

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "NUL",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: a<00>

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "an open bracket",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: [::1

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "a bracket too many",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: [::1]]

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "an IPv6 address without brackets",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: ::1

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "a quoted one",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: <22>a<22>

                                """)
                        .refused(400),
                row(
                                "9110 7.2",
                                "half an escape",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: a%4

                                """)
                        .refused(400),
                row(
                                "9112 5.1",
                                "white space before the colon",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host : {o}

                                """)
                        .refused(400),
                row(
                                "9112 5.2",
                                "a folded one",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host:
                                 {o}

                                """)
                        .refused(400),
                row(
                                "9110 7.6.1",
                                "named by Connection",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Connection: Host

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """));
    }
}
