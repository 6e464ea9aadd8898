package dev.gyre.http;

/// What the benchmarks read.
public final class SampleRequests {

    private static final String TOOL =
            "GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\nUser-Agent: curl/8.5.0\r\n"
                    + "Accept: */*\r\nProxy-Connection: Keep-Alive\r\n\r\n";
    private static final String BROWSER =
            "GET http://www.example.org/some/longer/path/to/a/page?id=12345&lang=en HTTP/1.1\r\n"
                + "Host: www.example.org\r\n"
                + "Proxy-Connection: keep-alive\r\n"
                + "Cache-Control: max-age=0\r\n"
                + "Upgrade-Insecure-Requests: 1\r\n"
                + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like"
                + " Gecko) Chrome/140.0.0.0 Safari/537.36\r\n"
                + "Accept:"
                + " text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"
                + "Referer: http://www.example.org/\r\n"
                + "Accept-Encoding: gzip, deflate\r\n"
                + "Accept-Language: en-GB,en;q=0.9\r\n"
                + "Cookie: session=0123456789abcdef0123456789abcdef; theme=dark; consent=all\r\n"
                + "Connection: keep-alive\r\n\r\n";

    private SampleRequests() {}

    /// The request of a `tool`, or of a `browser`.
    public static String of(String kind) {
        return kind.equals("tool") ? TOOL : BROWSER;
    }
}
