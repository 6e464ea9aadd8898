package dev.gyre.inbound.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTargetTest {

    @ParameterizedTest
    @CsvSource({
        "GET, http://example.com, example.com:80, example.com, /",
        "GET, http://example.com/, example.com:80, example.com, /",
        "GET, http://EXAMPLE.com:80/A?b#c, example.com:80, EXAMPLE.com:80, /A?b#c",
        "GET, HTTP://example.com/, example.com:80, example.com, /",
        "GET, http://example.com:/x, example.com:80, example.com, /x",
        "GET, http://example.com:8080?q, example.com:8080, example.com:8080, /?q",
        "GET, http://example.com//a/../b, example.com:80, example.com, //a/../b",
        "GET, http://[2001:DB8::1]:81/, [2001:db8::1]:81, [2001:DB8::1]:81, /",
        "GET, http://0xc0.0.513:81/, 192.0.2.1:81, 192.0.2.1:81, /",
        "GET, http://192.0.2.1/%zz, 192.0.2.1:80, 192.0.2.1, /%zz",
        "OPTIONS, http://example.com, example.com:80, example.com, *",
        "OPTIONS, http://example.com/, example.com:80, example.com, /",
        "OPTIONS, http://example.com?q, example.com:80, example.com, /?q",
    })
    void isTakenApart(String method, String text, String target, String host, String originForm) {
        assertThat(RequestTarget.parse(method, text))
                .isInstanceOfSatisfying(
                        RequestTarget.Absolute.class,
                        absolute -> {
                            assertThat(absolute.target()).hasToString(target);
                            assertThat(absolute.authority()).isEqualTo(host);
                            assertThat(absolute.originForm()).isEqualTo(originForm);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/path?query", "*", "//example.com/"})
    void anOriginFormIsNoneForAProxy(String text) {
        assertThat(RequestTarget.parse("GET", text)).isInstanceOf(RequestTarget.Origin.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/",
                "ftp://example.com/",
                "example.com/",
                "http:/example.com/",
                "http:///path",
                "http://user@example.com/",
                "http://user:password@example.com/",
                "http://example.com@192.0.2.1/",
                "http://example.com:0/",
                "http://example.com:65536/",
                "http://example.com:-1/",
                "http://example.com:+80/",
                "http://example.com:80:80/",
                "http://exa mple.com/",
                "http://example.com\\@192.0.2.1/",
                "http://[::1/",
                "http://[::1%25eth0]/",
                "http://[v1.x]/",
                "http://%65xample.com/",
                "http://0x7f.0.0.1.example..com/"
            })
    void anythingElseIsRefused(String text) {
        assertThat(RequestTarget.parse("GET", text)).isInstanceOf(RequestTarget.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "example.com:",
                "example.com:0",
                "user@example.com:443",
                "http://example.com:443",
                "/",
                "*",
                ":443"
            })
    void aTunnelNeedsAHostAndAPort(String text) {
        assertThat(RequestTarget.authority(text)).isEmpty();
    }
}
