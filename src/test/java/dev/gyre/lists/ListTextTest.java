package dev.gyre.lists;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.ListSource;
import dev.gyre.egress.ListSource.Reading;
import dev.gyre.net.Addresses;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Each form of a line, and what is no line.
final class ListTextTest {

    private static Parsed parse(String text) {
        return ListText.parse("proxies.txt", text, Reading.DEFAULT, Labels.NONE);
    }

    private static String text(EgressEntry entry) {
        return switch (entry) {
            case EgressEntry.Through through -> HopText.url(through.hops().getFirst());
            case EgressEntry.Source source -> source.range().toString();
            default -> throw new AssertionError("not in a list: " + entry);
        };
    }

    private static List<String> texts(Parsed parsed) {
        return parsed.entries().stream().map(ListTextTest::text).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "socks5h://u:p@hop.example:1080 | socks5h://u:p@hop.example:1080",
                "HTTPS://hop.example:8443 | https://hop.example:8443",
                "socks4a://hop.example | socks4a://hop.example:1080",
                "http://u:p%40ss@hop.example:80/ | http://u:p%40ss@hop.example:80",
                "http://u%3Ax:p@h:80 | -",
                "http://hop.example:80#a name | -",
                "http://hop.example:80#name | http://hop.example:80",
                "192.0.2.1:8080 | http://192.0.2.1:8080",
                "192.0.2.1:8080#name | http://192.0.2.1:8080",
                "192.0.2.1:8080  # a comment | http://192.0.2.1:8080",
                "hop.example:8080:u:p | http://u:p@hop.example:8080",
                "hop.example:8080:u:p:q#r | http://u:p%3Aq%23r@hop.example:8080",
                "hop.example:8080:u:p@q | http://u:p%40q@hop.example:8080",
                "hop.example:8080:u:100%25 | http://u:100%2525@hop.example:8080",
                "u:p@hop.example:8080 | http://u:p@hop.example:8080",
                "u:p%40q@hop.example:8080 | http://u:p%40q@hop.example:8080",
                "u:p@q@hop.example:8080 | http://u:p%40q@hop.example:8080",
                "u:p:hop.example:8080 | http://u:p@hop.example:8080",
                "u:p:q:hop.example:8080 | http://u:p%3Aq@hop.example:8080",
                "[2001:db8::1]:8080 | http://[2001:db8::1]:8080",
                "[2001:db8::1]:8080:u:p | http://u:p@[2001:db8::1]:8080",
                "u:p@[2001:db8::1]:8080 | http://u:p@[2001:db8::1]:8080",
                "u:p:[2001:db8::1]:8080 | http://u:p@[2001:db8::1]:8080",
                "socks5://[2001:db8::1]:1080:u:p | socks5://u:p@[2001:db8::1]:1080",
                "socks5://hop.example:1080:u:p | socks5://u:p@hop.example:1080",
                "socks5://u:p:hop.example:1080 | socks5://u:p@hop.example:1080",
                "a:1:b:2 | http://b:2@a:1",
                "a:0:b:2 | http://a:0@b:2",
                "user:1234:192.0.2.1:8080 | http://user:1234@192.0.2.1:8080",
                "user:1234:hop.example:8080 | http://user:1234@hop.example:8080",
                "192.0.2.1:8080:hop.example:8080 | http://hop.example:8080@192.0.2.1:8080",
                "192.0.2.1 | 192.0.2.1",
                "2001:db8::1 | 2001:db8::1",
                "192.0.2.0/30 | 192.0.2.0-192.0.2.3",
                "2001:db8::/127 | 2001:db8::-2001:db8::1",
                "192.0.2.1-192.0.2.9 | 192.0.2.1-192.0.2.9",
                "192.0.2.1 - 192.0.2.9 # ours | 192.0.2.1-192.0.2.9",
            })
    void aLineStandsForThis(String line, String meant) {
        assertThat(texts(parse(line))).isEqualTo(meant.equals("-") ? List.of() : List.of(meant));
        assertThat(parse(line).badLines()).isEqualTo(meant.equals("-") ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vmess://eyJhZGQiOiJob3AifQ | is of the protocol vmess, which is neither HTTP nor"
                        + " SOCKS",
                "://h:80 | has an unknown scheme",
                "u:hunter2://h:80 | has an unknown scheme",
                "hop.example | needs a port from 1 to 65535",
                "hop.example:80x | needs a port from 1 to 65535",
                "hop.example:65536 | needs a port from 1 to 65535",
                "12345:80 | has a host that is no name or address",
                "192.0.2.01:80 | has a host that is no name or address",
                "hop!:80 | has a host that is no name or address",
                "hop.example:80:hunter2 | is neither host:port, host:port:user:password nor"
                        + " user:password:host:port",
                "2001:db8:0:0:0:0:0:1:x | is neither host:port, host:port:user:password nor"
                        + " user:password:host:port",
                "http://hop.example:80/hunter2 | must end after the port, without a path",
                "u:hunter2%zz@hop.example:80 | has credentials that are not percent-encoded UTF-8",
                ":hunter2@hop.example:80 | has credentials without a user name",
                "hop.example:80 hunter2 | has a blank in it",
                "192.0.2.1/24 | has bits set after its prefix; did you mean '192.0.2.0/24'?",
                "192.0.2.9-192.0.2.1 | is a range that ends before it begins; did you mean"
                        + " '192.0.2.1-192.0.2.9'?",
                "224.0.0.1 | cannot be multicast addresses",
                "${SECRET}@hop.example:80 | -",
            })
    void aBadLineSaysWhyAndNoSecret(String line, String why) {
        Parsed parsed = parse("\n" + line + "\n");
        if (why.equals("-")) {
            assertThat(texts(parsed))
                    .as("no variable is looked up")
                    .containsExactly("http://%24%7BSECRET%7D@hop.example:80");
            return;
        }
        assertThat(parsed.entries()).isEmpty();
        assertThat(parsed.bad()).containsExactly(new BadLine(2, why));
        assertThat(parsed.report()).containsExactly("proxies.txt:2: " + why);
        assertThat(why).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void linesEndInEveryWay(String end) {
        Parsed parsed =
                parse(
                        "\ufeff# a list"
                                + end
                                + end
                                + " a.example:1\t"
                                + end
                                + "#b.example:2"
                                + end
                                + "a.example:1"
                                + end
                                + "bad"
                                + end
                                + "http://a.example:1"
                                + end
                                + "socks5://a.example:1");
        assertThat(texts(parsed)).containsExactly("http://a.example:1", "socks5://a.example:1");
        assertThat(parsed.duplicates()).isEqualTo(2);
        assertThat(parsed.bad()).containsExactly(new BadLine(6, "needs a port from 1 to 65535"));
    }

    @Test
    void linesHaveTheSchemeAndTheLabelsOfTheEntry() {
        Labels labels = new Labels(3, Set.of("fast"), Optional.of("de"), Optional.empty());
        Parsed parsed =
                ListText.parse(
                        "l",
                        "a.example:1\nhttp://b.example:2\n192.0.2.1\n",
                        new Reading(HopScheme.SOCKS5H, false),
                        labels);
        assertThat(texts(parsed))
                .containsExactly("socks5h://a.example:1", "http://b.example:2", "192.0.2.1");
        assertThat(parsed.entries()).extracting(EgressEntry::labels).containsOnly(labels);
    }

    @Test
    void aListFromElsewhereMakesNothingLeaveFromHere() {
        ListSource.Url url =
                new ListSource.Url(
                        "https://lists.example/",
                        new Egress.Direct(Addresses.parse("127.0.0.1").orElseThrow()),
                        Duration.ofHours(1),
                        1 << 20,
                        Optional.empty(),
                        Reading.DEFAULT);
        Parsed parsed = ListText.parse("l", "192.0.2.1\n192.0.2.0/24\na:1\n", url, Labels.NONE);
        assertThat(texts(parsed)).containsExactly("http://a:1");
        assertThat(parsed.badLines()).isEqualTo(2);
        assertThat(parsed.bad().getFirst().why()).startsWith("is an address of this machine");
    }

    @Test
    void showsTwentyBadLinesAndCountsTheRest() {
        Parsed parsed = parse("bad\n".repeat(50) + "a:1\n");
        assertThat(texts(parsed)).containsExactly("http://a:1");
        assertThat(parsed.bad()).hasSize(20);
        assertThat(parsed.badLines()).isEqualTo(50);
        assertThat(parsed.report())
                .hasSize(21)
                .last()
                .isEqualTo("proxies.txt: 30 more lines cannot be read");
    }

    @Test
    void anyTextCanBeRead() {
        assertThat(parse("").entries()).isEmpty();
        assertThat(parse("\ufeff").entries()).isEmpty();
        assertThat(parse("a:1\u0000:u:p").bad())
                .containsExactly(new BadLine(1, "has a control character in it"));
        assertThat(parse("a:1:u:p\ufffd").bad()).containsExactly(new BadLine(1, "is not UTF-8"));
        assertThat(parse("x".repeat(3000)).bad())
                .containsExactly(new BadLine(1, "is longer than 2,048 characters"));
        assertThat(parse("[::::".repeat(300)).badLines()).isEqualTo(1);
    }

    @Test
    void readsTextsOfJson() {
        String json =
                """
                ["http://u:p@a.example:1", "b.example:2:u:p\\u0061",
                  "bad", 7,
                  "192.0.2.0/31"]
                """;
        Parsed parsed = parse(json);
        assertThat(texts(parsed))
                .containsExactly(
                        "http://u:p@a.example:1", "http://u:pa@b.example:2", "192.0.2.0-192.0.2.1");
        assertThat(parsed.bad())
                .containsExactly(
                        new BadLine(2, "needs a port from 1 to 65535"),
                        new BadLine(2, "is no JSON text in quotes"));
        assertThat(texts(parse("\"a:1\"\n\"b:2\"\n"))).containsExactly("http://a:1", "http://b:2");
        assertThat(parse("\"a:1\\x\"\n\"b:2").badLines()).isEqualTo(2);
        assertThat(texts(parse("[2001:db8::1]:1"))).containsExactly("http://[2001:db8::1]:1");
    }

    @Test
    void tellsWhichHopsAreTheSame() {
        Parsed parsed = parse("u:p@a:1\na:1:u:p\nu:q@a:1\n192.0.2.0/24\n192.0.2.0-192.0.2.255\n");
        assertThat(parsed.entries()).hasSize(3);
        assertThat(parsed.duplicates()).isEqualTo(2);
        assertThat(parsed.entries().getLast())
                .isEqualTo(
                        new EgressEntry.Source(
                                new AddressRange(
                                        Addresses.parse("192.0.2.0").orElseThrow(),
                                        Addresses.parse("192.0.2.255").orElseThrow())));
    }
}
