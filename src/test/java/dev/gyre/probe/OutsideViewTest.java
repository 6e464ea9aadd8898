package dev.gyre.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.http.Field;
import dev.gyre.net.Addresses;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

final class OutsideViewTest {

    private static OutsideView view(String page) {
        return OutsideView.of(page.getBytes(StandardCharsets.ISO_8859_1)).orElseThrow();
    }

    private static List<String> addresses(OutsideView view) {
        return view.addresses().stream().map(Addresses::text).toList();
    }

    @Test
    void readsWhoami() {
        OutsideView view =
                view(
                        """
                        {"address":"2001:db8::7","headers":[["Host","h"],["x-B","1 \\"2\\" \\u00e9"]]}
                        """);
        assertThat(addresses(view)).containsExactly("2001:db8::7");
        assertThat(view.fields())
                .containsExactly(new Field("Host", "h"), new Field("x-B", "1 \"2\" \u00e9"));
        assertThat(view.exact()).isTrue();
    }

    @Test
    void readsHttpbin() {
        OutsideView view =
                view(
                        """
                        {
                          "args": {},
                          "headers": {
                            "Host": "httpbin.example",
                            "Via": "1.1 hop",
                            "X-Many": ["a", "b"]
                          },
                          "origin": "10.1.2.3, 198.51.100.7",
                          "url": "http://httpbin.example/get"
                        }
                        """);
        assertThat(addresses(view)).containsExactly("10.1.2.3", "198.51.100.7");
        assertThat(view.fields())
                .containsExactly(
                        new Field("Host", "httpbin.example"),
                        new Field("Via", "1.1 hop"),
                        new Field("X-Many", "a"),
                        new Field("X-Many", "b"));
        assertThat(view.exact()).isFalse();
    }

    @Test
    void readsAzenv() {
        OutsideView view =
                view(
                        """
                        <html><body><pre>
                        HTTP_HOST = azenv.example
                        HTTP_X_FORWARDED_FOR = 10.1.2.3
                        REMOTE_ADDR = 198.51.100.7
                        REQUEST_URI = /azenv.php
                        </pre></body></html>
                        """);
        assertThat(addresses(view)).containsExactly("198.51.100.7");
        assertThat(view.fields())
                .containsExactly(
                        new Field("host", "azenv.example"),
                        new Field("x-forwarded-for", "10.1.2.3"));
        assertThat(view.exact()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>hello</html>",
                "{}",
                "[]",
                "{\"address\":\"nobody\",\"headers\":[]}",
                "{\"address\":\"192.0.2.1\"}",
                "{\"address\":\"192.0.2.1\",\"headers\":[[\"Host\"]]}",
                "{\"origin\":7,\"headers\":{}}",
                "REMOTE_ADDR = nobody",
            })
    void saysWhenAPageIsNoneOfThem(String page) {
        assertThat(OutsideView.of(page.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
    }
}
