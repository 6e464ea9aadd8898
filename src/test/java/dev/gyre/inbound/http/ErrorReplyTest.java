package dev.gyre.inbound.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.http.RequestDecoder;
import dev.gyre.http.RequestHead;
import dev.gyre.net.Failure;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// The table of failures, row by row: an answer is honest about whose fault it is, and about nothing else.
final class ErrorReplyTest {

    /// RFC 9209 2.3.
    private static final Set<String> ERRORS =
            Set.of(
                    "dns_timeout",
                    "dns_error",
                    "destination_not_found",
                    "destination_unavailable",
                    "destination_ip_prohibited",
                    "destination_ip_unroutable",
                    "connection_refused",
                    "connection_terminated",
                    "connection_timeout",
                    "connection_read_timeout",
                    "connection_write_timeout",
                    "connection_limit_reached",
                    "tls_protocol_error",
                    "tls_certificate_error",
                    "tls_alert_received",
                    "http_request_error",
                    "http_request_denied",
                    "http_protocol_error",
                    "proxy_internal_response",
                    "proxy_internal_error",
                    "proxy_configuration_error",
                    "proxy_loop_detected");

    private static String written(Failure failure, boolean close, boolean head) {
        return written(failure, ErrorFormat.TEXT, close, head);
    }

    private static String written(
            Failure failure, ErrorFormat format, boolean close, boolean head) {
        ByteBuf reply =
                ErrorReply.of(failure).write(UnpooledByteBufAllocator.DEFAULT, format, close, head);
        try {
            return reply.toString(StandardCharsets.US_ASCII);
        } finally {
            reply.release();
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatIsRegisteredAndNotWhoSaysIt(Failure failure) {
        ErrorReply reply = ErrorReply.of(failure);
        assertThat(ERRORS).contains(reply.error());
        String text = written(failure, true, false);
        assertThat(text)
                .startsWith("HTTP/1.1 " + reply.status() + " ")
                .contains("\r\nProxy-Status: proxy; error=" + reply.error() + "\r\n")
                .contains("\r\nConnection: close\r\n")
                .contains("\r\nContent-Length: " + (reply.text().length() + 1) + "\r\n")
                .endsWith("\r\n\r\n" + reply.text() + "\n")
                .doesNotContainIgnoringCase("gyre")
                .doesNotContainIgnoringCase("server:");
        assertThat(text.contains("\r\nRetry-After: "))
                .isEqualTo(reply.status() == 503 || reply.status() == 429);
    }

    @ParameterizedTest
    @EnumSource
    void theStatusTellsWhoseFaultItIs(Failure failure) {
        int status = ErrorReply.of(failure).status();
        switch (failure.fault()) {
            case CLIENT -> assertThat(status).isBetween(400, 499);
            case PROXY, EGRESS -> assertThat(status).isIn(500, 503);
            case TARGET -> assertThat(status).isIn(502, 504);
        }
        assertThat(failure.fault() == Failure.Fault.CLIENT && failure.anotherEgress())
                .as("a client's mistake is not made twice")
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void theReplyToAHeadHasNoBody(Failure failure) {
        String text = written(failure, false, true);
        assertThat(text).endsWith("\r\n\r\n").doesNotContain("Connection:");
    }

    @ParameterizedTest
    @EnumSource
    void aBrowserGetsAPageAndAProgramJson(Failure failure) {
        ErrorReply reply = ErrorReply.of(failure);
        String page = written(failure, ErrorFormat.HTML, true, false);
        assertThat(page)
                .contains("\r\nContent-Type: text/html; charset=utf-8\r\n")
                .contains("<h1>" + reply.text() + "</h1>")
                .contains("<code>" + reply.status() + " ")
                .doesNotContainIgnoringCase("gyre");
        String json = written(failure, ErrorFormat.JSON, true, false);
        assertThat(json)
                .contains("\r\nContent-Type: application/json\r\n")
                .endsWith(
                        "{\"status\":"
                                + reply.status()
                                + ",\"error\":\""
                                + reply.error()
                                + "\",\"message\":\""
                                + reply.text()
                                + "\"}\n");
        for (String text : new String[] {page, json}) {
            String[] parts = text.split("\r\n\r\n", 2);
            assertThat(parts[0]).contains("\r\nContent-Length: " + parts[1].length());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|TEXT",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8|HTML",
                "application/json|JSON",
                "application/json, text/plain, */*|JSON",
                "text/plain;q=0.5, application/json;q=0.4|TEXT",
                "TEXT/HTML;q=0.2, application/json;q=0.900|JSON",
                "application/json;q=0, */*|TEXT",
                "application/json;q=9, text/html;q=x|TEXT",
                ";;;,,|TEXT",
            })
    void theFormIsWhatTheClientPrefers(String accept, ErrorFormat format) {
        EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder());
        channel.writeInbound(
                Unpooled.copiedBuffer(
                        "GET http://a/ HTTP/1.1\r\nHost: a\r\nAccept: " + accept + "\r\n\r\n",
                        StandardCharsets.US_ASCII));
        RequestHead head = channel.readInbound();
        assertThat(ErrorFormat.of(head.fields())).isEqualTo(format);
        channel.finishAndReleaseAll();
    }
}
