package dev.gyre.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

/// RFC 9110 7.2, RFC 3986 3.2.2 and 3.2.3.
final class HostFieldTest {

    private static boolean isValid(String value) {
        byte[] bytes = ("Host: " + value + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return HostField.isValid(bytes, 6, bytes.length - 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a.example",
                "A_b-c.example.",
                "a:",
                "a:0",
                "a:80",
                "a:65535",
                ":80",
                "127.0.0.1:8080",
                "[::1]",
                "[::1]:80",
                "[::ffff:127.0.0.1]:",
                "[v1.a:b]",
                "a%20b:1",
                "%41",
                "a,b"
            })
    void whatHasTheGrammar(String value) {
        assertThat(isValid(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:b",
                "a:80:80",
                "a:65536",
                "a:99999999999",
                "a:-1",
                "a:+1",
                "a:8 0",
                "a b",
                "u@a",
                "u:p@a",
                "a/b",
                "a?b",
                "a#b",
                "\u00e4",
                "::1",
                "[::1",
                "::1]",
                "[]",
                "[:]x",
                "[::1]80",
                "[[::1]]",
                "[fe80::1%25eth0]",
                "[a.example]",
                "a%",
                "a%4",
                "a%4:1",
                "a%zz",
                "a]",
                "a\\b",
                "\"a\""
            })
    void whatHasNot(String value) {
        assertThat(isValid(value)).isFalse();
    }
}
