package dev.gyre.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostTest {

    @ParameterizedTest
    @CsvSource({
        "example.org, example.org",
        "EXAMPLE.Org., example.org",
        "a_b.example, a_b.example",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "127.0.0.1, 127.0.0.1",
        "2130706433, 127.0.0.1",
        "0x7f000001, 127.0.0.1",
        "0177.0.0.1, 127.0.0.1",
        "127.1, 127.0.0.1",
        "0x7f.1, 127.0.0.1",
        "[::1], [::1]",
        "::1, [::1]",
        "[::ffff:10.0.0.1], 10.0.0.1",
        "::ffff:a00:1, 10.0.0.1",
    })
    void everySpellingHasOneMeaning(String text, String meaning) {
        assertThat(Host.parse(text)).map(Host::text).hasValue(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.Example., xn--bcher-kva.example",
        "bu\u0308cher.example, xn--bcher-kva.example",
        "bü\u00adcher.example, xn--bcher-kva.example",
        "straße.de, xn--strae-oqa.de",
        "STRAẞE.de, xn--strae-oqa.de",
        "strasse.de, strasse.de",
        "βόλος.com, xn--nxasmm1c.com",
        "ΒΌΛΟΣ.com, xn--nxasmq6b.com",
        "日本語。ＪＰ, xn--wgv71a119e.jp",
        "💩.la, xn--ls8h.la",
        "❤️.example, xn--qei.example",
        "xn--bcher-kva.bücher.example, xn--bcher-kva.xn--bcher-kva.example",
        "ⅷ℡.example, viiitel.example",
        "İ.example, xn--i-9bb.example",
        "１２７．０．０．１, 127.0.0.1",
        "example.org, example.org",
        "0x7f.1, 127.0.0.1",
    })
    void whatAPersonWritesBecomesAscii(String text, String meaning) {
        assertThat(Host.written(text)).map(Host::text).hasValue(meaning);
        boolean ascii = text.chars().allMatch(c -> c < 0x80);
        assertThat(Host.parse(text).isPresent()).isEqualTo(ascii);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u200db.example",
                "a\u200c.example",
                "\u0301a.example",
                "ü b.example",
                "ü\u00a0b.example",
                "-ü.example",
                "ü-.example",
                "ab--ü.example",
                "xn--ü.example",
                "ü..example",
                "。ü",
                "ü\ue000.example",
                "ü\u202e.example",
                "ü\ufffd.example",
                "ü/b.example",
                "ü℀.example",
                "\ud800.example",
                "ü@b.example"
            })
    void whatIsNoNameInAnyLetters(String text) {
        assertThat(Host.written(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                ".a",
                "a b",
                "a\r\nb",
                "a/b",
                "a@b",
                "a%00",
                "bücher.example",
                "[::1",
                "::1]",
                "[127.0.0.1]",
                "[fe8::1%eth0]",
                "fe8::1%1",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.0x100",
                "[]",
                "[example.org]",
                "a:b",
            })
    void whatIsNoHostIsRefused(String text) {
        assertThat(Host.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host",
                "host:",
                "host:0",
                "host:65536",
                "host:+80",
                "host: 80",
                "host:80x",
                ":80",
                "::1:80",
                "[::1]",
                "host:080808",
                "a:b:80"
            })
    void whatIsNoAuthorityIsRefused(String text) {
        assertThat(Target.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "host:80, host:80",
        "host:00443, host:443",
        "[::1]:8080, [::1]:8080",
        "127.1:1, 127.0.0.1:1",
    })
    void authoritiesNameATarget(String text, String target) {
        assertThat(Target.parse(text)).map(Target::toString).hasValue(target);
    }
}
