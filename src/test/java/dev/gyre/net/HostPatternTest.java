package dev.gyre.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which hosts are meant.
final class HostPatternTest {

    @ParameterizedTest
    @CsvSource({
        "example.org, example.org, true",
        "EXAMPLE.org, example.ORG, true",
        "example.org, www.example.org, false",
        "192.0.2.1, 0xc0.0.2.1, true",
        ".example.org, example.org, true",
        ".example.org, a.b.example.org, true",
        ".example.org, notexample.org, false",
        ".example.org, example.org.test, false",
        "*.example.org, example.org, false",
        "*.example.org, a.b.example.org, true",
        "a*z.example.org, abz.example.org, true",
        "a*z.example.org, az.example.org, true",
        "a*z.example.org, abc.example.org, false",
        "*, anything.test, true",
        "*, 192.0.2.1, false",
        "bücher.example, xn--bcher-kva.example, true",
        "bücher.*.org, xn--bcher-kva.example.org, true"
    })
    void fitsOrNot(String pattern, String host, boolean fits) {
        assertThat(HostPattern.parse(pattern).orElseThrow().matches(Host.parse(host).orElseThrow()))
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a b", "*ä.example", ".192.0.2.1", "http://a", "a..b"})
    void isNone(String text) {
        assertThat(HostPattern.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", ".example.org", "*.a*b.example.org", "192.0.2.1"})
    void isWrittenAsItIsRead(String text) {
        assertThat(HostPattern.parse(text).orElseThrow()).hasToString(text);
    }

    /// A pattern that would keep an expression with steps back busy for years.
    @Test
    void takesNoLongTime() {
        Glob glob = new Glob("*a".repeat(60) + "*b");
        assertThat(glob.matches("a".repeat(4096))).isFalse();
        assertThat(glob.matches("a".repeat(4096) + "b")).isTrue();
    }
}
