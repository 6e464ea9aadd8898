package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.row;

import java.util.List;

/// What concerns one connection only, and who asks (RFC 9110 7.6, 7.8, 10.1, 11.7).
final class ConnectionRows {

    private ConnectionRows() {}

    static List<RequestRow> rows() {
        return List.of(
                row(
                                "9110 7.6.1",
                                "keep-alive",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Connection: keep-alive

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Connection: keep-alive

                                """),
                row(
                                "9110 7.6.1",
                                "close",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Connection: close

                                """)
                        .forwardsAsLast(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Connection: close

                                """),
                row(
                                "9110 7.6.1",
                                "Close",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Connection: Close

                                """)
                        .forwardsAsLast(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Connection: Close

                                """),
                row(
                                "9110 7.6.1",
                                "close among others",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Connection: a, close
                                A: b

                                """)
                        .forwardsAsLast(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 7.6.1",
                                "a field that is named goes",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Connection: A
                                A: b
                                C: d

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                C: d

                                """),
                row(
                                "9110 7.6.1",
                                "fields that are named go, in any spelling",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Connection: a , B,, c
                                A: 1
                                b: 2
                                C: 3
                                D: 4

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                D: 4

                                """),
                row(
                                "9110 7.6.1",
                                "named in two Connection fields",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Connection: a
                                Connection: b
                                A: 1
                                B: 2

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 7.6.1",
                                "named before and behind",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                A: 1
                                Connection: a
                                A: 2

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 7.6.1",
                                "an empty Connection",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Connection:

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 7.6.1",
                                "Keep-Alive",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Keep-Alive: timeout=5
                                Connection: keep-alive

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Connection: keep-alive

                                """),
                row(
                                "9112 9.6",
                                "close wins over keep-alive",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Connection: keep-alive
                                Connection: close

                                """)
                        .forwardsAsLast(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Connection: keep-alive

                                """),
                row(
                                "9112 9.3",
                                "Proxy-Connection is Connection to a browser",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Proxy-Connection: keep-alive

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Connection: keep-alive

                                """),
                row(
                                "9112 9.3",
                                "Proxy-Connection: close",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Proxy-Connection: close

                                """)
                        .forwardsAsLast(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Connection: close

                                """),
                row(
                                "9112 9.3",
                                "Connection before Proxy-Connection",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Connection: keep-alive
                                Proxy-Connection: close

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Connection: keep-alive

                                """),
                row(
                                "9112 9.3",
                                "keep-alive in HTTP/1.0 is not honoured",
                                """
                                GET http://{o}/r HTTP/1.0
                                Host: {o}
                                Connection: keep-alive

                                """)
                        .forwardsAsLast(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Connection: keep-alive

                                """),
                row(
                                "9112 9.3",
                                "Proxy-Connection in HTTP/1.0",
                                """
                                GET http://{o}/r HTTP/1.0
                                Host: {o}
                                Proxy-Connection: keep-alive

                                """)
                        .forwardsAsLast(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Connection: keep-alive

                                """),
                row(
                                "9110 10.1.4",
                                "TE",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                TE: trailers
                                Connection: TE

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 10.1.4",
                                "TE that nobody names",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                TE: trailers, deflate

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 7.8",
                                "Upgrade to h2c",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Upgrade: h2c
                                Connection: Upgrade, HTTP2-Settings
                                HTTP2-Settings: AAMAAABk

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 7.8",
                                "Upgrade that Connection does not name",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Upgrade: websocket

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 11.7.2",
                                "Proxy-Authorization",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Proxy-Authorization: Basic dTpw

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 11.7.1",
                                "Proxy-Authenticate",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Proxy-Authenticate: Basic

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 11.6.2",
                                "Authorization is for the target",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Authorization: Basic dTpw
                                Cookie: a=b

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Authorization: Basic dTpw
                                Cookie: a=b

                                """),
                row(
                                "9110 7.6.3",
                                "Via",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Via: 1.1 other

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "7239 4",
                                "Forwarded",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Forwarded: for=192.0.2.1
                                X-Forwarded-For: 192.0.2.1
                                X-Real-IP: 192.0.2.1

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "7239 4",
                                "look-alikes of identifying fields",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                X_Forwarded_For: 192.0.2.1
                                Proxy: x
                                HTTP-Via: x

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Proxy: x

                                """),
                row(
                                "9110 10.1.1",
                                "Expect that can be met",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Expect: 100-continue

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}
                                Expect: 100-continue

                                """),
                row(
                                "9110 10.1.1",
                                "Expect that cannot",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Expect: 200-ok

                                """)
                        .refused(417),
                row(
                                "9110 10.1.1",
                                "Expect twice",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Expect: 100-continue
                                Expect: x

                                """)
                        .refused(417),
                row(
                                "9110 10.1.1",
                                "an empty Expect",
                                """
                                GET http://{o}/r HTTP/1.1
                                Host: {o}
                                Expect:

                                """)
                        .refused(417),
                row(
                                "9110 10.1.1",
                                "Expect in HTTP/1.0 is for nobody",
                                """
                                GET http://{o}/r HTTP/1.0
                                Host: {o}
                                Expect: 100-continue

                                """)
                        .forwardsAsLast(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """));
    }
}
