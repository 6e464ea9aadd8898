package dev.gyre.inbound.http;

import dev.gyre.http.Fields;

import java.util.Locale;

/// The form in which a client reads what went wrong: a page for a browser, JSON for a program that asks for it, a line of text
/// for everybody else (RFC 9110 12.5.1).
enum ErrorFormat {
    TEXT("text/plain; charset=utf-8"),
    HTML("text/html; charset=utf-8"),
    JSON("application/json");

    private final String contentType;

    ErrorFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /// What the `Accept` fields of a request prefer. Only types that are named count: `*/*` says nothing about a reader.
    static ErrorFormat of(Fields fields) {
        ErrorFormat best = TEXT;
        double most = 0;
        for (String range : fields.list("accept")) {
            ErrorFormat format =
                    switch (type(range)) {
                        case "text/html", "application/xhtml+xml" -> HTML;
                        case "application/json" -> JSON;
                        case "text/plain" -> TEXT;
                        default -> null;
                    };
            if (format != null && weight(range) > most) {
                best = format;
                most = weight(range);
            }
        }
        return best;
    }

    private static String type(String range) {
        int end = range.indexOf(';');
        return (end < 0 ? range : range.substring(0, end)).strip();
    }

    /// The `q` of a range; what can't be read counts as the least.
    private static double weight(String range) {
        for (String parameter : range.toLowerCase(Locale.ROOT).split(";", 8)) {
            String text = parameter.strip();
            if (text.startsWith("q=")) {
                return text.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")
                        ? Double.parseDouble(text.substring(2))
                        : 0;
            }
        }
        return 1;
    }

    /// The body that says `text` under the heading of a status. Both are fixed sentences of this program: nothing of a request is
    /// ever in them.
    String body(int status, String reason, String error, String text) {
        return switch (this) {
            case TEXT -> text + "\n";
            case JSON ->
                    "{\"status\":"
                            + status
                            + ",\"error\":\""
                            + error
                            + "\",\"message\":\""
                            + text
                            + "\"}\n";
            case HTML ->
                    page(
                            status + " " + reason,
                            "<h1>%s</h1>\n<p><code>%d %s</code></p>\n"
                                    .formatted(text, status, reason));
        };
    }

    /// A whole page.
    ///
    /// @param title nothing but text
    /// @param body HTML
    static String page(String title, String body) {
        return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%s</title>
        <style>
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem }
        h1 { font-size: 1.4rem }
        code { opacity: .6 }
        @media (prefers-color-scheme: dark) { body { background: #111; color: #ddd } }
        </style>
        </head>
        <body>
        %s</body>
        </html>
        """
                .formatted(title, body);
    }
}
