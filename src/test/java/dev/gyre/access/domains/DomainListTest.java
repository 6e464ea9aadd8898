package dev.gyre.access.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gyre.net.Host;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

final class DomainListTest {

    private static DomainList list(String... lines) {
        try {
            return DomainList.read("ads", String.join("\n", lines).getBytes(UTF_8));
        } catch (UnusableList unusable) {
            throw new AssertionError(unusable);
        }
    }

    private static Optional<Integer> line(DomainList list, String host) {
        return list.find(Host.written(host).orElseThrow()).map(Hit::line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                // hosts files: these very names
                "0.0.0.0 ads.example; ads.example; true",
                "0.0.0.0 ads.example; www.ads.example; false",
                "0.0.0.0 ads.example; example; false",
                "127.0.0.1\tads.example # a comment; ads.example; true",
                ":: ads.example other.example; other.example; true",
                "::1 ADS.Example.; ads.example; true",
                "0.0.0.0 bücher.example; xn--bcher-kva.example; true",
                // domains: and all below
                "ads.example; ads.example; true",
                "ads.example; a.b.ads.example; true",
                "ads.example; bads.example; false",
                "ads.example; example; false",
                "ads.example.; ads.example; true",
                "  Ads.EXAMPLE\t# why; www.ads.example; true",
                ".ads.example; ads.example; true",
                ".ads.example; www.ads.example; true",
                "*.ads.example; ads.example; true",
                "*.ads.example; www.ads.example; true",
                "bücher.example; www.xn--bcher-kva.example; true",
                "_dmarc.ads-1.example; x._dmarc.ads-1.example; true",
                "ads.1und1; www.ads.1und1; true",
                // rules
                "||ads.example^; ads.example; true",
                "||ads.example^; www.ads.example; true",
                "||ads.example^; bads.example; false",
                "||ads.example^|; ads.example; true",
                "||ads.example^$important; ads.example; true",
                "||zip^; evil.zip; true",
                "||*.ads.example^; www.ads.example; true",
                ".zip; evil.zip; true",
                // addresses
                "192.0.2.1; 192.0.2.1; true",
                "192.0.2.1; 192.0.2.2; false",
                "192.0.2.0/25; 192.0.2.127; true",
                "192.0.2.0/25; 192.0.2.128; false",
                "||192.0.2.1^; 3221225985; true",
                "0xc0.0.2.1; 192.0.2.1; true",
                "2001:db8::/33; 2001:db8:7fff::1; true",
                "2001:db8::/33; 2001:db8:8000::1; false",
                "0.0.0.0/0; 203.0.113.9; true",
                "0.0.0.0/0; 2001:db8::1; false",
                "::/0; 2001:db8::1; true",
                "[2001:db8::1]; [2001:db8::1]; true",
            })
    void saysWhatItsLinesSay(String line, String host, boolean listed) {
        DomainList list = list("unrelated.example", line);
        assertThat(line(list, host)).isEqualTo(listed ? Optional.of(2) : Optional.empty());
        assertThat(list.passedOver()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "word",
                "two words",
                "10.0.0.1 nas.example",
                "0.0.0.0 a..example",
                "||ads.example",
                "||ads.example^$third-party",
                "||ads.example/banner^",
                "||ads.*^",
                "|https://ads.example^",
                "@@ads.example",
                "@@||192.0.2.1^",
                "https://ads.example/",
                "example.com##.banner",
                "ads.example^",
                "<html>",
                "192.0.2.1/24",
                "/ads[0-9]+/",
                "..",
                "*.",
                "||^",
                "ads .example"
            })
    void passesOverWhatItDoesNotUnderstand(String line) {
        DomainList list = list("! a title", "good.example", line, line);
        assertThat(list.passedOver())
                .contains("2 lines are not understood and passed over, line 3 first");
        assertThat(list.size()).isEqualTo(1);
    }

    @Test
    void passesOverWhatSaysNothing() {
        DomainList list =
                list(
                        "\ufeff# a list",
                        "",
                        "   \t",
                        "[Adblock Plus 2.0]",
                        "! more",
                        "127.0.0.1 localhost",
                        "127.0.0.1 localhost.localdomain",
                        "::1 ip6-localhost ip6-loopback",
                        "0.0.0.0 0.0.0.0",
                        "ads.example\r");
        assertThat(list.passedOver()).isEmpty();
        assertThat(list.size()).isEqualTo(1);
        assertThat(line(list, "ads.example")).contains(10);
        assertThat(line(list, "localhost")).isEmpty();
    }

    @Test
    void tellsTheNearestLine() {
        DomainList list = list(".example", "a.example", "0.0.0.0 b.a.example", "a.example");
        assertThat(line(list, "x.a.example")).contains(2);
        assertThat(line(list, "b.a.example")).contains(3);
        assertThat(line(list, "c.b.a.example")).contains(2);
        assertThat(line(list, "b.example")).contains(1);
        assertThat(list.size()).isEqualTo(3);
        assertThat(list.find(new Host.Name("a.example")))
                .hasToString("Optional[list 'ads', line 2]");
        DomainList networks = list("10.0.0.0/8", "10.1.0.0/16");
        assertThat(line(networks, "10.1.2.3")).contains(2);
        assertThat(line(networks, "10.2.2.3")).contains(1);
    }

    @Test
    void exceptionsStandAboveAll() {
        DomainList list =
                list("||ads.example^", "@@||good.ads.example^", "0.0.0.0 a.good.ads.example");
        assertThat(line(list, "bad.ads.example")).contains(1);
        assertThat(line(list, "good.ads.example")).isEmpty();
        assertThat(line(list, "a.good.ads.example")).isEmpty();
    }

    @Test
    void refusesWhatIsNoList() {
        assertThatThrownBy(() -> DomainList.read("ads", "Not Found\nword".getBytes(UTF_8)))
                .isInstanceOf(UnusableList.class)
                .hasMessage("has no line that is a domain; line 1 is the first that is none");
        assertThatThrownBy(() -> DomainList.read("ads", "# nothing\n".getBytes(UTF_8)))
                .hasMessage("has no entry");
        assertThatThrownBy(() -> DomainList.read("ads", new byte[0])).hasMessage("has no entry");
    }

    @Test
    void doesNotBreakOnAnyOctets() {
        Random random = new Random(7);
        byte[] signs = "ab.*|^@#! \n\r\t0129:/[]$-_\u00fc".getBytes(UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] text = new byte[random.nextInt(40)];
            for (int i = 0; i < text.length; i++) {
                text[i] =
                        random.nextInt(9) == 0
                                ? (byte) random.nextInt()
                                : signs[random.nextInt(signs.length)];
            }
            try {
                DomainList list = DomainList.read("any", text);
                assertThat(list.size()).isPositive();
                assertThat(list.find(new Host.Name("a.b"))).isNotNull();
            } catch (UnusableList unusable) {
                assertThat(unusable.why()).startsWith("has no");
            }
        }
    }

    /// Against a map that does the same at length.
    @Test
    void findsWhatAMapFinds() {
        Random random = new Random(42);
        List<String> lines = new ArrayList<>();
        Map<String, Integer> domains = new HashMap<>();
        Map<String, Integer> names = new HashMap<>();
        for (int i = 1; i <= 20_000; i++) {
            String name = name(random);
            if (random.nextBoolean()) {
                domains.putIfAbsent(name, i);
                lines.add("||" + name + "^");
            } else {
                names.putIfAbsent(name, i);
                lines.add("0.0.0.0 " + name);
            }
        }
        DomainList list = list(lines.toArray(String[]::new));
        assertThat(list.size()).isEqualTo(domains.size() + names.size());
        int hits = 0;
        for (int i = 0; i < 100_000; i++) {
            String name = name(random);
            Optional<Integer> found = line(list, name);
            assertThat(found.isPresent()).as(name).isEqualTo(isIn(name, names, domains));
            found.ifPresent(line -> {
                String entry = lines.get(line - 1).replaceAll("[|^]|0\\.0\\.0\\.0 ", "");
                assertThat(name.equals(entry) || name.endsWith("." + entry)).as(name).isTrue();
            });
            hits += found.isPresent() ? 1 : 0;
        }
        assertThat(hits).isBetween(1_000, 99_000);
    }

    private static boolean isIn(
            String name, Map<String, Integer> names, Map<String, Integer> domains) {
        if (names.containsKey(name)) {
            return true;
        }
        for (String each = name; ; each = each.substring(each.indexOf('.') + 1)) {
            if (domains.containsKey(each)) {
                return true;
            }
            if (each.indexOf('.') < 0) {
                return false;
            }
        }
    }

    /// Of few letters, so that many have parents in common.
    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int labels = 1 + random.nextInt(4); labels > 0; labels--) {
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                name.append((char) ('a' + random.nextInt(5)));
            }
            name.append('.');
        }
        return name.append(random.nextBoolean() ? "example" : "test").toString();
    }
}
