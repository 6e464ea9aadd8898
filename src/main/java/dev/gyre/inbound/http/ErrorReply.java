package dev.gyre.inbound.http;

import dev.gyre.http.HttpDate;
import dev.gyre.net.Failure;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import java.nio.charset.StandardCharsets;

/// A reply that the proxy makes itself. It names no product, version, host or address, and repeats nothing of the request
/// (RFC 9209 2; what has been repeated in error pages has leaked credentials).
///
/// @param status the HTTP status
/// @param error the error type of `Proxy-Status`, RFC 9209 2.3
/// @param text what a person is told
/// @param retryAfter after how many seconds to ask again; 0 when that isn't said
record ErrorReply(int status, String error, String text, long retryAfter) implements OwnReply {

    private static final int RETRY_AFTER_SECONDS = 5;
    private static final int HELD_OFF_SECONDS = 60;
    private static final int FULL_SECONDS = 5;

    private ErrorReply(int status, String error, String text) {
        this(
                status,
                error,
                text,
                status == 503 ? RETRY_AFTER_SECONDS : status == 429 ? HELD_OFF_SECONDS : 0);
    }

    /// The reply to a failure. The whole table.
    static ErrorReply of(Failure failure) {
        return switch (failure) {
            case BAD_REQUEST ->
                    new ErrorReply(400, "http_request_error", "The request is malformed.");
            case TARGET_PROHIBITED ->
                    new ErrorReply(
                            403,
                            "destination_ip_prohibited",
                            "The target's address may not be connected to through this proxy.");
            case DENIED ->
                    new ErrorReply(
                            403, "http_request_denied", "This proxy does not serve this request.");
            case CLIENT_PROHIBITED ->
                    new ErrorReply(
                            403, "http_request_denied", "This proxy is not for your address.");
            case USER_UNKNOWN ->
                    new ErrorReply(
                            407,
                            "http_request_denied",
                            "This proxy asks for a user name and a password.");
            case USER_HELD_OFF ->
                    new ErrorReply(
                            429,
                            "http_request_denied",
                            "Too many wrong passwords came from your address: wait a minute.");
            case TOO_MANY_REQUESTS ->
                    new ErrorReply(429, "http_request_denied", "Too many requests: wait a while.");
            case TOO_MANY_AT_ONCE ->
                    new ErrorReply(
                                    429,
                                    "http_request_denied",
                                    "Too much is under way: wait until some of it has ended.")
                            .after(FULL_SECONDS);
            case QUOTA_USED_UP ->
                    new ErrorReply(
                            429,
                            "http_request_denied",
                            "All that may pass in this day or month has passed.");
            case REQUEST_TIMEOUT ->
                    new ErrorReply(408, "http_request_error", "The request took too long.");
            case NO_EGRESS ->
                    new ErrorReply(
                            503, "destination_unavailable", "No way out reaches the target now.");
            case SESSION_LOST ->
                    new ErrorReply(
                            503,
                            "destination_unavailable",
                            "The way out of this session can't be used now.");
            case TOO_SOON ->
                    new ErrorReply(
                            503,
                            "connection_limit_reached",
                            "Every way out was used at this site a short while ago.");
            case ALL_OUT ->
                    new ErrorReply(
                            503, "destination_unavailable", "Every way out is out of use now.");
            case ALL_FULL ->
                    new ErrorReply(503, "connection_limit_reached", "Every way out is busy.");
            case ALL_COOLING ->
                    new ErrorReply(
                            503,
                            "destination_unavailable",
                            "This site is spared every way out for a while.");
            case OVERLOADED ->
                    new ErrorReply(503, "connection_limit_reached", "Too many connections.");
            case INTERNAL -> new ErrorReply(500, "proxy_internal_error", "The proxy failed.");
            case SOURCE_UNAVAILABLE, HOP_UNREACHABLE ->
                    new ErrorReply(503, "destination_unavailable", NO_WAY);
            case SOURCE_EXHAUSTED -> new ErrorReply(503, "connection_limit_reached", NO_WAY);
            case HOP_NAME -> new ErrorReply(503, "dns_error", NO_WAY);
            case HOP_TIMEOUT, HOP_SILENT -> new ErrorReply(503, "connection_timeout", NO_WAY);
            case HOP_CLOSED -> new ErrorReply(503, "connection_terminated", NO_WAY);
            case HOP_TLS -> new ErrorReply(503, "tls_protocol_error", NO_WAY);
            case HOP_AUTHENTICATION -> new ErrorReply(503, "proxy_configuration_error", NO_WAY);
            case HOP_DENIED -> new ErrorReply(503, "http_request_denied", NO_WAY);
            case HOP_PROTOCOL -> new ErrorReply(503, "http_protocol_error", NO_WAY);
            case HOP_FAILED ->
                    new ErrorReply(502, "destination_unavailable", "The target can't be reached.");
            case NAME_NOT_FOUND ->
                    new ErrorReply(502, "dns_error", "The target's name has no address.");
            case DNS_ERROR ->
                    new ErrorReply(502, "dns_error", "The target's name could not be looked up.");
            case DNS_TIMEOUT ->
                    new ErrorReply(
                            504, "dns_timeout", "The target's name was not looked up in time.");
            case CONNECTION_REFUSED ->
                    new ErrorReply(502, "connection_refused", "The target refuses the connection.");
            case UNREACHABLE ->
                    new ErrorReply(
                            502, "destination_ip_unroutable", "The target can't be reached.");
            case CONNECT_TIMEOUT ->
                    new ErrorReply(
                            504,
                            "connection_timeout",
                            "The target did not accept the connection in time.");
            case CONNECTION_CLOSED ->
                    new ErrorReply(
                            502,
                            "connection_terminated",
                            "The target closed the connection before it answered.");
            case RESPONSE_TIMEOUT ->
                    new ErrorReply(
                            504, "connection_read_timeout", "The target did not answer in time.");
            case BAD_RESPONSE ->
                    new ErrorReply(502, "http_protocol_error", "The target's answer is malformed.");
        };
    }

    /// The reply to a request that has been here before (RFC 9209 2.3.27).
    static final ErrorReply LOOP =
            new ErrorReply(
                    502, "proxy_loop_detected", "The request has come through this proxy before.");

    /// The same, and after how many seconds to ask again.
    ErrorReply after(long seconds) {
        return new ErrorReply(status, error, text, seconds);
    }

    private static final String NO_WAY = "No way out could be used.";

    /// A request that breaks the rules of HTTP in a way that has a status of its own.
    static ErrorReply badRequest(int status, String text) {
        return new ErrorReply(status, "http_request_error", text);
    }

    @Override
    public ByteBuf write(
            ByteBufAllocator allocator, ErrorFormat format, boolean close, boolean head) {
        String body = format.body(status, reason(), error, text);
        StringBuilder fields =
                new StringBuilder(320)
                        .append("HTTP/1.1 ")
                        .append(status)
                        .append(' ')
                        .append(reason())
                        .append("\r\nContent-Type: ")
                        .append(format.contentType())
                        .append("\r\nContent-Length: ")
                        .append(body.length())
                        .append("\r\nCache-Control: no-store\r\nProxy-Status: proxy; error=")
                        .append(error)
                        .append("\r\n");
        if (status == 405) {
            fields.append("Allow: POST\r\n");
        }
        if (status == 407) {
            // RFC 7617; the realm names no product.
            fields.append("Proxy-Authenticate: Basic realm=\"proxy\", charset=\"UTF-8\"\r\n");
        }
        if (retryAfter > 0) {
            fields.append("Retry-After: ").append(retryAfter).append("\r\n");
        }
        if (close) {
            fields.append("Connection: close\r\n");
        }
        ByteBuf buffer = allocator.buffer(fields.length() + body.length() + 64);
        buffer.writeCharSequence(fields, StandardCharsets.US_ASCII);
        HttpDate.writeNow(buffer);
        buffer.writeShort('\r' << 8 | '\n');
        if (!head) {
            buffer.writeCharSequence(body, StandardCharsets.US_ASCII);
        }
        return buffer;
    }

    private String reason() {
        return phrase(status);
    }

    /// The reason phrase of a status.
    static String phrase(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 407 -> "Proxy Authentication Required";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 417 -> "Expectation Failed";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 451 -> "Unavailable For Legal Reasons";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 511 -> "Network Authentication Required";
            case 505 -> "HTTP Version Not Supported";
            default -> status >= 500 ? "Internal Server Error" : "Bad Request";
        };
    }
}
