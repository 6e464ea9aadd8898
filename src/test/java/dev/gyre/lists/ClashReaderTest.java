package dev.gyre.lists;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Labels;
import dev.gyre.egress.ListSource.Reading;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// What is read of the files of Clash and mihomo.
final class ClashReaderTest {

    private static Parsed parse(String text) {
        return ListText.parse("clash.yml", text, Reading.DEFAULT, Labels.NONE);
    }

    private static List<String> urls(Parsed parsed) {
        return parsed.entries().stream()
                .map(entry -> HopText.url(((EgressEntry.Through) entry).hops().getFirst()))
                .toList();
    }

    @Test
    void readsTheProxiesOfAWholeFile() {
        Parsed parsed =
                parse(
                        """
                        port: 7890
                        dns: {enable: true, nameserver: [1.1.1.1]}
                        proxies:
                          - name: "one"
                            type: http
                            server: a.example
                            port: 8080
                            username: me
                            password: "p:@ss"
                          - {name: two, type: http, server: b.example, port: 443, tls: true, sni: b.example, udp: true}
                          - {name: three, type: socks5, server: "2001:db8::1", port: 1080, username: u}
                          - name: four
                            type: ss
                            server: c.example
                            port: 8388
                            cipher: aes-128-gcm
                            password: hunter2
                            plugin-opts: {mode: tls, host: [x, {y: z}]}
                          - {name: five, type: vmess, server: d.example, port: 443, uuid: hunter2}
                          - {name: one again, type: http, server: a.example, port: 8080, username: me, password: "p:@ss"}
                          - just a text
                        proxy-groups:
                          - {name: g, type: select, proxies: [one, two]}
                        """);
        assertThat(urls(parsed))
                .containsExactly(
                        "http://me:p%3A%40ss@a.example:8080",
                        "https://b.example:443", "socks5h://u@[2001:db8::1]:1080");
        assertThat(parsed.duplicates()).isEqualTo(1);
        assertThat(parsed.bad())
                .containsExactly(
                        new BadLine(12, "is of the type ss, which is neither http nor socks5"),
                        new BadLine(19, "is of the type vmess, which is neither http nor socks5"),
                        new BadLine(21, "is no proxy, which is a mapping"));
        assertThat(String.join("\n", parsed.report())).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{type: http, server: a, port: 443, tls: true, skip-cert-verify: true} |"
                        + " skip-cert-verify",
                "{type: http, server: a, port: 443, tls: true, sni: b} | another name in 'sni'",
                "{type: socks5, server: a, port: 443, tls: true} | socks5 over TLS",
                "{type: http, server: a, port: 443, dialer-proxy: b} | 'dialer-proxy'",
                "{type: http, server: a, port: 443, headers: {X: [y]}} | 'headers'",
                "{type: http, server: a, port: 0} | needs a port",
                "{type: http, port: 1} | has no server",
                "{server: a, port: 1} | has no type",
                "{type: 'hunter2 hunter2', server: a, port: 1} | is of an unknown type",
                "{type: http, server: a, port: 1, password: hunter2} | without a user name",
                "{type: http, server: a, server: b, port: 1} | same key twice",
                "{<<: *nowhere, type: http, server: a, port: 1} | '<<'",
            })
    void whatCannotBeKeptIsRefused(String proxy, String why) {
        Parsed parsed = parse("proxies:\n- " + proxy + "\n- {type: http, server: z, port: 1}\n");
        assertThat(urls(parsed)).containsExactly("http://z:1");
        assertThat(parsed.bad()).hasSize(1);
        assertThat(parsed.bad().getFirst().line()).isEqualTo(2);
        assertThat(parsed.bad().getFirst().why()).contains(why).doesNotContain("hunter2");
    }

    @Test
    void whatIsNoYamlIsOneBadLine() {
        Parsed parsed = parse("proxies:\n- {type: http, server: a, port: 1}\n- {type: [}\n- x\n");
        assertThat(urls(parsed)).containsExactly("http://a:1");
        assertThat(parsed.badLines()).isEqualTo(1);
        assertThat(parse("proxies:\n- " + "[".repeat(5000)).badLines()).isEqualTo(1);
        assertThat(parse("proxies: !!x {\n").badLines()).isEqualTo(1);
        assertThat(parse("proxies:\n- " + "{a: ".repeat(60)).bad().getFirst().why())
                .contains("50 levels");
        assertThat(parse("proxies:\n").entries()).isEmpty();
    }

    @Test
    void aliasesAreNotFollowed() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
        }
        bomb.append("proxies:\n- *a39\n- {type: http, server: a, port: 1}\n");
        Parsed parsed = parse(bomb.toString());
        assertThat(urls(parsed)).containsExactly("http://a:1");
        assertThat(parsed.badLines()).isEqualTo(1);
    }
}
