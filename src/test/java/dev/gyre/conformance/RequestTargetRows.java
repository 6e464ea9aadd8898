package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.row;

import java.util.List;

/// Request targets (RFC 9112 3.2, RFC 9110 4.2, RFC 3986 3.2).
final class RequestTargetRows {

    private RequestTargetRows() {}

    static List<RequestRow> rows() {
        return List.of(
                row(
                                "9112 3.2.2",
                                "a path and a query",
                                """
                                GET http://{o}/a/b?c=d&e HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET /a/b?c=d&e HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 3.2.2",
                                "no path",
                                """
                                GET http://{o} HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET / HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 3.2.2",
                                "no path but a query",
                                """
                                GET http://{o}?q HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET /?q HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 3.2.2",
                                "an empty query",
                                """
                                GET http://{o}/r? HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET /r? HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 3.2.2",
                                "two slashes",
                                """
                                GET http://{o}//r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET //r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 3.2.2",
                                "dot segments are kept",
                                """
                                GET http://{o}/a/../b/./c HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET /a/../b/./c HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 3.2.2",
                                "percent-encoding is kept",
                                """
                                GET http://{o}/%7e%2F%00 HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET /%7e%2F%00 HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 3.2.2",
                                "broken percent-encoding is kept",
                                """
                                GET http://{o}/%zz% HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET /%zz% HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 3.2.2",
                                "a colon and an at sign in the path",
                                """
                                GET http://{o}/a:b@c HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET /a:b@c HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 3.2.2",
                                "a URI in the query",
                                """
                                GET http://{o}/?u=http://x:y@z/ HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET /?u=http://x:y@z/ HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 3.2.2",
                                "what browsers leave as it is",
                                """
                                GET http://{o}/[]{}|^`<5c> HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET /[]{}|^`<5c> HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 4.2.3",
                                "the scheme in large",
                                """
                                GET HTTP://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9110 4.2",
                                "https",
                                """
                                GET https://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 4.2",
                                "ftp",
                                """
                                GET ftp://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 4.2",
                                "a scheme that ends in http",
                                """
                                GET xhttp://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 4.2",
                                "file",
                                """
                                GET file:///etc/passwd HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 4.2",
                                "one slash",
                                """
                                GET http:/{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 4.2",
                                "no slash",
                                """
                                GET http:{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 4.2",
                                "no scheme",
                                """
                                GET //{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 4.2",
                                "a space before the scheme",
                                """
                                GET <20>http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 4.2.1",
                                "an empty host",
                                """
                                GET http:///r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 4.2.1",
                                "only a port",
                                """
                                GET http://:80/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 4.2.4",
                                "a user",
                                """
                                GET http://u@{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 4.2.4",
                                "a user and a password",
                                """
                                GET http://u:p@{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 4.2.4",
                                "an empty user",
                                """
                                GET http://@{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9110 4.2.4",
                                "another host behind the user",
                                """
                                GET http://{o}@127.0.0.1/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "3986 3.2.3",
                                "a port that is none",
                                """
                                GET http://127.0.0.1:x/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "3986 3.2.3",
                                "a port that is too large",
                                """
                                GET http://127.0.0.1:65536/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "3986 3.2.3",
                                "port 0",
                                """
                                GET http://127.0.0.1:0/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "3986 3.2.3",
                                "a port with a sign",
                                """
                                GET http://127.0.0.1:+80/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "3986 3.2.3",
                                "two ports",
                                """
                                GET http://127.0.0.1:80:80/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "3986 3.2.2",
                                "an open bracket",
                                """
                                GET http://[::1/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "3986 3.2.2",
                                "an empty bracket",
                                """
                                GET http://[]/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "3986 3.2.2",
                                "an IPv6 address without brackets",
                                """
                                GET http://::1/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "6874",
                                "a zone",
                                """
                                GET http://[fe80::1%25lo]/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "3986 3.2.2",
                                "percent-encoding in a host",
                                """
                                GET http://127%2e0.0.1/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "3986 3.2.2",
                                "a space in a host",
                                """
                                GET http://127.0.0.1%20x/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "3986 3.2.2",
                                "a backslash in a host",
                                """
                                GET http://127.0.0.1<5c>x/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "3986 3.2.2",
                                "a label that is empty",
                                """
                                GET http://a..b/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3.2",
                                "a fragment",
                                """
                                GET http://{o}/r#f HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3.2",
                                "NUL",
                                """
                                GET http://{o}/a<00>b HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3.2",
                                "DEL",
                                """
                                GET http://{o}/a<7f>b HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3.2",
                                "a control character",
                                """
                                GET http://{o}/a<01>b HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3.2",
                                "an octet above 127",
                                """
                                GET http://{o}/<c3><a4> HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3.2.1",
                                "origin form",
                                """
                                GET /r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3.2.1",
                                "origin form with an absolute URI in it",
                                """
                                GET /http://{o}/r HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3.2.3",
                                "authority form for GET",
                                """
                                GET {o} HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3.2.4",
                                "asterisk form",
                                """
                                GET * HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3.2.4",
                                "asterisk form for OPTIONS",
                                """
                                OPTIONS * HTTP/1.1
                                Host: {o}

                                """)
                        .refused(400),
                row(
                                "9112 3.2.4",
                                "OPTIONS without a path",
                                """
                                OPTIONS http://{o} HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                OPTIONS * HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 3.2.4",
                                "OPTIONS with a path",
                                """
                                OPTIONS http://{o}/ HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                OPTIONS / HTTP/1.1
                                Host: {o}

                                """),
                row(
                                "9112 3.2.4",
                                "OPTIONS with a query",
                                """
                                OPTIONS http://{o}?q HTTP/1.1
                                Host: {o}

                                """)
                        .forwards(
                                """
                                OPTIONS /?q HTTP/1.1
                                Host: {o}

                                """));
    }
}
