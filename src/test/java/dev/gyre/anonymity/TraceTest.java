package dev.gyre.anonymity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.http.Fields;
import dev.gyre.http.HeadLimits;
import dev.gyre.http.HeadParser;
import dev.gyre.net.Addresses;
import dev.gyre.net.Disclosure;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What a request says of the proxy and its client.
final class TraceTest {

    private static final HeaderSettings NAMED =
            new HeaderSettings(Disclosure.ELITE, Optional.of("edge"), HeaderRules.NONE, List.of());

    private static Fields fields(String lines) {
        HeadParser parser = HeadParser.ofRequests(HeadLimits.DEFAULT);
        assertThat(
                        parser.read(
                                Unpooled.copiedBuffer(
                                        "GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n",
                                        StandardCharsets.ISO_8859_1)))
                .isTrue();
        return parser.request().fields();
    }

    private static String written(Trace trace, String lines) {
        ByteBuf out = Unpooled.buffer();
        trace.writeOfRequest(fields(lines), 1, out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static Trace transparent(String address) {
        return Trace.of(Disclosure.TRANSPARENT, HeaderSettings.DEFAULT, Addresses.parse(address));
    }

    @Test
    void saysNothingOfItselfAsElite() {
        Trace elite = Trace.of(Disclosure.ELITE, NAMED, Addresses.parse("192.0.2.1"));
        assertThat(elite.isNone()).isTrue();
        assertThat(written(elite, "Via: 1.1 inner\r\n")).isEmpty();
        assertThat(elite.ofReply(1)).isEmpty();
        assertThat(elite.isLoop(fields("Via: 1.1 edge\r\n"))).isFalse();
    }

    @Test
    void saysNothingOfTheClientAsAnonymous() {
        Trace anonymous = Trace.of(Disclosure.ANONYMOUS, NAMED, Addresses.parse("192.0.2.1"));
        String sent =
                "Via: 1.1 inner\r\nForwarded: for=192.0.2.9\r\nX-Forwarded-For: 192.0.2.9\r\n";
        assertThat(written(anonymous, sent)).isEqualTo("Via: 1.1 edge\r\n");
        for (int i = 1; i < fields(sent).count(); i++) {
            assertThat(anonymous.removes(fields(sent), i)).isTrue();
        }
        assertThat(anonymous.ofReply(0)).isEqualTo("Via: 1.0 edge\r\n");
        assertThat(written(anonymous.overHttp2(), sent)).isEqualTo("Via: 2 edge\r\n");
        assertThat(anonymous.overHttp2().ofReply(1)).isEqualTo("Via: 1.1 edge\r\n");
        assertThat(Trace.NONE.overHttp2().isNone()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1| for=192.0.2.1;proto=http",
                "2001:db8::1| for=\"[2001:db8::1]\";proto=http",
                "none| for=unknown;proto=http"
            })
    void tellsTheClientsAddressAsTransparent(String client, String told) {
        assertThat(written(transparent(client), ""))
                .isEqualTo("Via: 1.1 proxy\r\nForwarded: " + told + "\r\n");
    }

    @Test
    void goesOnWithWhatProxiesBeforeHaveSaid() {
        assertThat(
                        written(
                                transparent("2001:db8::1"),
                                """
                                via: 1.0 a\r
                                Forwarded: for=192.0.2.9, for="_x;y"\r
                                X-Forwarded-For: 192.0.2.9\r
                                Via: HTTP/1.1 b (some "comment")\r
                                X-Forwarded-For: 192.0.2.8\r
                                """))
                .isEqualTo(
                        """
                        Via: 1.0 a, HTTP/1.1 b (some "comment"), 1.1 proxy\r
                        Forwarded: for=192.0.2.9, for="_x;y", for="[2001:db8::1]";proto=http\r
                        X-Forwarded-For: 192.0.2.9, 192.0.2.8, 2001:db8::1\r
                        """);
    }

    /// It would take the client's address for a part of itself.
    @ParameterizedTest
    @ValueSource(strings = {"for=1.2.3.4;x=\"", "for=1.2.3.4;x=\"a\\\"", "for=a (", "for=a\\"})
    void passesNothingOnThatDoesNotEnd(String forwarded) {
        assertThat(written(transparent("192.0.2.1"), "Forwarded: " + forwarded + "\r\n"))
                .isEqualTo("Via: 1.1 proxy\r\nForwarded: for=192.0.2.1;proto=http\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Via: 1.1 proxy| true",
                "forwarded: for=a| true",
                "X_Forwarded_For: a| true",
                "Gyre-Session: a| true",
                "Proxy-Authorization: a| true",
                "Content_Length: 1| true",
                "X-Real-IP: 192.0.2.9| false",
                "From: me@example.org| false",
                "User-Agent: a| false"
            })
    void passesTheRestOnAsTransparent(String line, boolean removed) {
        assertThat(transparent("192.0.2.1").removes(fields(line + "\r\n"), 1)).isEqualTo(removed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Via: 1.1 edge| true",
                "Via: 1.0 a, HTTP/1.1 EDGE (comment) , 1.1 b| true",
                "Via: 1.1 edge-2| false",
                "Via: edge| false",
                "Via: 1.1 a (1.1 edge)| false",
                "X-Via: 1.1 edge| false"
            })
    void knowsARequestThatWasHereBefore(String line, boolean loop) {
        Trace named = Trace.of(Disclosure.ANONYMOUS, NAMED, Optional.empty());
        assertThat(named.isLoop(fields(line + "\r\n"))).isEqualTo(loop);
        Trace unnamed = Trace.of(Disclosure.ANONYMOUS, HeaderSettings.DEFAULT, Optional.empty());
        assertThat(unnamed.isLoop(fields("Via: 1.1 proxy\r\n"))).isFalse();
    }
}
