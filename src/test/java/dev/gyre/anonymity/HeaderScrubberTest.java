package dev.gyre.anonymity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.http.HeadLimits;
import dev.gyre.http.RequestDecoder;
import dev.gyre.http.RequestHead;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

final class HeaderScrubberTest {

    /// The names of the fields that stay.
    private static List<String> kept(String fieldLines, BiPredicate<RequestHead, Integer> removed) {
        EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder(HeadLimits.DEFAULT));
        channel.writeInbound(
                Unpooled.copiedBuffer(
                        "GET http://a/ HTTP/1.1\r\nHost: a\r\n" + fieldLines + "\r\n",
                        StandardCharsets.ISO_8859_1));
        RequestHead head = channel.readInbound();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < head.fields().count(); i++) {
            if (!removed.test(head, i)) {
                names.add(head.fields().name(i));
            }
        }
        channel.finishAndReleaseAll();
        return names;
    }

    private static List<String> scrubbed(String name) {
        return kept(name + ": 1\r\n", (head, i) -> HeaderScrubber.removes(head.fields(), i));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Via",
                "Forwarded",
                "X-Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "X-Forwarded-Port",
                "X-Forwarded-Server",
                "X-Forwarded-By",
                "X-Forwarded-User",
                "Forwarded-For",
                "Forwarded-For-IP",
                "X-Real-IP",
                "X-Client-IP",
                "Client-IP",
                "True-Client-IP",
                "CF-Connecting-IP",
                "Fastly-Client-IP",
                "X-Cluster-Client-IP",
                "X-ProxyUser-IP",
                "X-Originating-IP",
                "X-Remote-IP",
                "X-Remote-Addr",
                "X-Original-Forwarded-For",
                "X-Original-Host",
                "X-Host",
                "X-ARR-LOG-ID",
                "X-ARR-SSL",
                "X-BlueCoat-Via",
                "Proxy-Connection",
                "Proxy-Authorization",
                "Proxy-Authenticate",
                "Proxy-Anything",
                "X-Proxy-ID",
                "X-Proxy-Connection",
                "Via-Proxy",
                "Xroxy-Connection",
                "Mt-Proxy-ID",
                "X-IMForwards",
                "Max-Forwards",
                "From",
                "X-Wap-Profile",
                // What a client tells Gyre.
                "Gyre-Session",
                "Gyre_Session",
                // What some servers take for the same.
                "WL-Proxy-Client-IP",
                "HTTP_X_FORWARDED_FOR",
                "CloudFront-Viewer-Address",
                "X_Forwarded_For",
                "Content_Length",
                "X-Forwarded_For"
            })
    void removesWhatTellsOfAClientOrAProxyInAnyCase(String name) {
        for (String spelling :
                List.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT))) {
            assertThat(scrubbed(spelling)).as(spelling).containsExactly("Host");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User-Agent",
                "Accept",
                "Cookie",
                "Authorization",
                "Referer",
                "Origin",
                "X-Requested-With",
                "X-Custom",
                "Priority",
                "Sec-Fetch-Site",
                "Forward",
                "Viable",
                "Proxy",
                "X-Forward",
                "Fro",
                "From-Here",
                "X-Hostile",
                "Session",
                "Gyre"
            })
    void leavesTheRest(String name) {
        assertThat(scrubbed(name)).containsExactly("Host", name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Connection: X-Private| X-Private, Connection",
                "Connection: x-private , ,TE| X-Private, TE, Connection",
                "connection: close, x-PRIVATE| X-Private, connection",
                "Connection: keep-alive| Connection",
                "Connection: host, content-length, transfer-encoding| Connection",
                "Keep-Alive: 5| Keep-Alive",
                "Upgrade: h2c| Upgrade",
                "HTTP2-Settings: AAMAAABk| HTTP2-Settings",
                "Trailer: X-Private| Trailer",
            })
    void whatConcernsOneConnectionIsNotPassedOn(String line, String removed) {
        String all = "X-Private: 1\r\nTE: trailers\r\nX-Kept: 1\r\n" + line + "\r\n";
        List<String> expected =
                new ArrayList<>(
                        List.of("Host", "X-Private", "TE", "X-Kept", line.split(":", 2)[0]));
        expected.removeAll(List.of(removed.split(", ")));
        expected.remove("TE");
        assertThat(kept(all, (head, i) -> HopByHop.ofRequest(head.fields()).includes(i)))
                .isEqualTo(expected);
    }
}
