package dev.gyre.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FetchUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://a.example, false, a.example:80, a.example, /",
        "HTTP://A.example:80/x?y=1, false, a.example:80, a.example, /x?y=1",
        "https://a.example/, true, a.example:443, a.example, /",
        "https://a.example:8443?q#part, true, a.example:8443, a.example:8443, /?q",
        "http://[2001:db8::1]:81/, false, [2001:db8::1]:81, [2001:db8::1]:81, /",
        "http://0x7f.1/, false, 127.0.0.1:80, 127.0.0.1, /",
    })
    void readsUrls(String text, boolean tls, String target, String authority, String path) {
        FetchUrl url = FetchUrl.parse(text).orElseThrow();
        assertThat(url.tls()).isEqualTo(tls);
        assertThat(url.target()).hasToString(target);
        assertThat(url.authority()).isEqualTo(authority);
        assertThat(url.path()).isEqualTo(path);
        assertThat(FetchUrl.parse(url.toString())).contains(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.example",
                "ftp://a.example/",
                "http://",
                "http://me:secret@a.example/",
                "http://a.example/a b",
                "http://a.example/\r\nHost: b",
                "http://a.example:0/",
                "http://a.example:99999/",
                "https://a_b..example/"
            })
    void refusesWhatIsNone(String text) {
        assertThat(FetchUrl.parse(text)).isEmpty();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(FetchUrl.parse("http://a.example/" + "x".repeat(9000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "other, https://a.example/dir/other",
        "/x?y, https://a.example/x?y",
        "//b.example/z, https://b.example/z",
        "http://b.example:81/, http://b.example:81/",
        "../up#part, https://a.example/up",
    })
    void resolvesWhatALocationSays(String location, String expected) {
        assertThat(
                        FetchUrl.parse("https://a.example/dir/list.txt?q")
                                .orElseThrow()
                                .resolve(location))
                .hasValueSatisfying(url -> assertThat(url).hasToString(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "mailto:a@b", "http://u:p@b/", "a b", "%"})
    void resolvesNothingThatCantBeFetched(String location) {
        assertThat(FetchUrl.parse("https://a.example/").orElseThrow().resolve(location)).isEmpty();
    }
}
