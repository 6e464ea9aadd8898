package dev.gyre.inbound.http2;

import io.netty.handler.codec.http2.Http2Headers;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A request of HTTP/2 as it would have been asked in HTTP/1.1 (RFC 9113 8.3, 8.5). Nothing in it can end a line, or be taken for another
/// piece than it is.
///
/// @param method the method
/// @param head the head, its empty line included
/// @param chunked whether its content has to be sent in chunks, since nobody knows how long it is
record StreamRequest(String method, String head, boolean chunked) {

    /// What concerns a connection, of which a stream is none (RFC 9113 8.2.2).
    private static final Set<String> FORBIDDEN =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private static final String CONNECT = "CONNECT";
    private static final String KEEP_ALIVE = "Connection: keep-alive";
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    /// The pseudo-fields, and what stands behind them.
    private static final class Parts {
        private @Nullable String method;
        private @Nullable String scheme;
        private @Nullable String authority;
        private @Nullable String path;
        private @Nullable String host;
        private String agent = "";
        private int encodingLine = -1;
        private final List<String> lines = new ArrayList<>();
        private final StringBuilder cookies = new StringBuilder();
        private int cookieLine = -1;
        private boolean hasLength;
    }

    boolean isConnect() {
        return method.equals(CONNECT);
    }

    /// @param whole whether no content follows
    /// @return nothing when it is malformed
    static Optional<StreamRequest> of(Http2Headers headers, boolean whole) {
        Parts parts = new Parts();
        boolean fields = false;
        for (Map.Entry<CharSequence, CharSequence> each : headers) {
            String name = each.getKey().toString();
            String value = each.getValue().toString();
            boolean pseudo = name.startsWith(":");
            fields |= !pseudo;
            if (pseudo ? fields || !pseudo(parts, name, value) : !field(parts, name, value)) {
                return Optional.empty();
            }
        }
        return assembled(parts, whole);
    }

    private static boolean pseudo(Parts parts, String name, String value) {
        if (!isVisible(value)) {
            return false;
        }
        boolean first;
        switch (name) {
            case ":method" -> {
                first = parts.method == null && isToken(value, true);
                parts.method = value;
            }
            case ":scheme" -> {
                first = parts.scheme == null && value.matches("[A-Za-z][A-Za-z0-9+.-]*");
                parts.scheme = value;
            }
            case ":authority" -> {
                first = parts.authority == null;
                parts.authority = value;
            }
            case ":path" -> {
                first = parts.path == null;
                parts.path = value;
            }
            default -> first = false;
        }
        return first;
    }

    private static boolean field(Parts parts, String name, String value) {
        boolean good =
                isToken(name, false)
                        && isText(value)
                        && !FORBIDDEN.contains(name)
                        && (!name.equals("te") || value.equals("trailers"));
        if (!good) {
            return false;
        }
        switch (name) {
            case "host" -> {
                boolean first = parts.host == null && isVisible(value);
                parts.host = value;
                return first;
            }
            case "cookie" -> { // in pieces, perhaps (RFC 9113 8.2.3)
                if (parts.cookieLine < 0) {
                    parts.cookieLine = parts.lines.size();
                    parts.lines.add("");
                } else {
                    parts.cookies.append("; ");
                }
                parts.cookies.append(value);
            }
            // What only HTTP/2 has, a target would know a proxy by; content is not ended by fields
            // here.
            case "priority", "te" -> {}
            default -> {
                if (name.equals("user-agent")) {
                    parts.agent = value;
                } else if (name.equals("accept-encoding")) {
                    parts.encodingLine = parts.lines.size();
                }
                parts.hasLength |= name.equals("content-length");
                parts.lines.add(FieldName.spelled(name) + ": " + value);
            }
        }
        return true;
    }

    private static Optional<StreamRequest> assembled(Parts parts, boolean whole) {
        String method = parts.method;
        String authority = parts.authority == null ? parts.host : parts.authority;
        boolean agreed =
                authority != null
                        && !authority.isEmpty()
                        && (parts.host == null || parts.host.equalsIgnoreCase(authority));
        if (method == null || !agreed) {
            return Optional.empty();
        }
        String target;
        boolean chunked = false;
        if (method.equals(CONNECT)) {
            if (parts.authority == null || parts.scheme != null || parts.path != null) {
                return Optional.empty();
            }
            target = authority;
        } else {
            String scheme = parts.scheme;
            String path = parts.path;
            boolean asterisk = method.equals("OPTIONS") && "*".equals(path);
            if (scheme == null || path == null || !(asterisk || path.startsWith("/"))) {
                return Optional.empty();
            }
            target = scheme.toLowerCase(Locale.ROOT) + "://" + authority + (asterisk ? "" : path);
            chunked = !whole && !parts.hasLength;
        }
        if (parts.cookieLine >= 0) {
            parts.lines.set(parts.cookieLine, "Cookie: " + parts.cookies);
        }
        StringBuilder head = new StringBuilder(512);
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ");
        head.append(authority).append("\r\n");
        keepAlive(parts, method, head);
        parts.lines.forEach(line -> head.append(line).append("\r\n"));
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        }
        return Optional.of(new StreamRequest(method, head.append("\r\n").toString(), chunked));
    }

    /// Browsers ask for what HTTP/1.1 has anyway, each in its place; in HTTP/2 they can't.
    private static void keepAlive(Parts parts, String method, StringBuilder head) {
        if (method.equals(CONNECT)) {
            return;
        }
        if (parts.agent.contains("Chrome/")) {
            head.append(KEEP_ALIVE).append("\r\n");
        } else if (parts.agent.contains("Firefox/") && parts.encodingLine >= 0) {
            parts.lines.add(parts.encodingLine + 1, KEEP_ALIVE);
        }
    }

    private static boolean isToken(String text, boolean capitals) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= '0' && c <= '9')
                                        || (capitals && c >= 'A' && c <= 'Z')
                                        || TOKEN_MARKS.indexOf(c) >= 0);
    }

    /// Whether it is of one word.
    private static boolean isVisible(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /// Whether it is what a field may say (RFC 9113 8.2.1).
    private static boolean isText(String text) {
        return text.equals(text.strip())
                && text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= 0xff && c != 0x7f));
    }
}
