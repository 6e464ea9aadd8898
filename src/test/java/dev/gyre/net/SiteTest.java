package dev.gyre.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Sites by the vectors that come with the Public Suffix List, and by its own text read the plain way.
final class SiteTest {

    private static final String LIST = "dev/gyre/net/public_suffix_list.dat";

    private static String site(String host) {
        return Site.of(Host.parse(host).orElseThrow()).name();
    }

    @ParameterizedTest
    @CsvSource({
        // Mixed case.
        "example.COM, example.com",
        "WwW.example.COM, example.com",
        // Unlisted top level.
        "example.example, example.example",
        "b.example.example, example.example",
        "a.b.example.example, example.example",
        "a.b.c.internal, c.internal",
        // A top level with one rule.
        "domain.biz, domain.biz",
        "b.domain.biz, domain.biz",
        "a.b.domain.biz, domain.biz",
        // A top level with rules of two labels.
        "example.com, example.com",
        "b.example.com, example.com",
        "a.b.example.com, example.com",
        "example.uk.com, example.uk.com",
        "b.example.uk.com, example.uk.com",
        "a.b.example.uk.com, example.uk.com",
        "test.ac, test.ac",
        // A top level with a wildcard alone.
        "b.c.mm, b.c.mm",
        "a.b.c.mm, b.c.mm",
        // Japan.
        "test.jp, test.jp",
        "www.test.jp, test.jp",
        "test.ac.jp, test.ac.jp",
        "www.test.ac.jp, test.ac.jp",
        "test.kyoto.jp, test.kyoto.jp",
        "b.ide.kyoto.jp, b.ide.kyoto.jp",
        "a.b.ide.kyoto.jp, b.ide.kyoto.jp",
        "b.c.kobe.jp, b.c.kobe.jp",
        "a.b.c.kobe.jp, b.c.kobe.jp",
        "city.kobe.jp, city.kobe.jp",
        "www.city.kobe.jp, city.kobe.jp",
        "b.c.kawasaki.jp, b.c.kawasaki.jp",
        "www.city.kawasaki.jp, city.kawasaki.jp",
        // A wildcard and exceptions.
        "b.test.ck, b.test.ck",
        "a.b.test.ck, b.test.ck",
        "www.ck, www.ck",
        "www.www.ck, www.ck",
        // Schools of the United States.
        "test.us, test.us",
        "www.test.us, test.us",
        "test.ak.us, test.ak.us",
        "www.test.ak.us, test.ak.us",
        "test.k12.ak.us, test.k12.ak.us",
        "www.test.k12.ak.us, test.k12.ak.us",
        // Other letters.
        "xn--85x722f.com.cn, xn--85x722f.com.cn",
        "xn--85x722f.xn--55qx5d.cn, xn--85x722f.xn--55qx5d.cn",
        "www.xn--85x722f.xn--55qx5d.cn, xn--85x722f.xn--55qx5d.cn",
        "shishi.xn--55qx5d.cn, shishi.xn--55qx5d.cn",
        "xn--85x722f.xn--fiqs8s, xn--85x722f.xn--fiqs8s",
        "www.xn--85x722f.xn--fiqs8s, xn--85x722f.xn--fiqs8s",
        "shishi.xn--fiqs8s, shishi.xn--fiqs8s",
        // What companies hand out.
        "a.github.io, a.github.io",
        "www.a.github.io, a.github.io",
        "b.a.blogspot.com, a.blogspot.com",
        // The parent of a wildcard is no suffix by it.
        "compute.amazonaws.com, amazonaws.com",
        "a.us-east-2.compute.amazonaws.com, a.us-east-2.compute.amazonaws.com",
        "kobe.jp, kobe.jp",
    })
    void isTheRegistrableDomain(String host, String site) {
        assertThat(site(host)).isEqualTo(site);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com",
                "example",
                "localhost",
                "biz",
                "uk.com",
                "mm",
                "c.mm",
                "jp",
                "ac.jp",
                "kyoto.jp",
                "ide.kyoto.jp",
                "c.kobe.jp",
                "ck",
                "test.ck",
                "us",
                "ak.us",
                "k12.ak.us",
                "xn--55qx5d.cn",
                "xn--fiqs8s",
                "github.io",
                "blogspot.com",
                "192.0.2.7",
                "[2001:db8::7]",
            })
    void aSuffixAndAnAddressAreTheirOwn(String host) {
        assertThat(site(host)).isEqualTo(host);
    }

    @Test
    void everySpellingOfAHostHasOneSite() {
        assertThat(site("0x7f.1")).isEqualTo("127.0.0.1");
        assertThat(site("[::ffff:10.0.0.1]")).isEqualTo("10.0.0.1");
        assertThat(site("WWW.Example.Org.")).isEqualTo("example.org");
    }

    @Test
    void aListMayHaveNoLastLineEndAndSpacesAfterARule() {
        PublicSuffixes list =
                new PublicSuffixes(
                        "// c\n\n \nb.a said a\r\n*.c.a\t\n!d.c.a"
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(List.of("x.y.b.a", "x.y.c.a", "x.d.c.a", "x.b.c"))
                .extracting(list::siteStart)
                .containsExactly(2, 0, 2, 2);
    }

    @Test
    void aListOfTooManyRulesIsRefused() {
        byte[] list = "a\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
        assertThatIllegalArgumentException().isThrownBy(() -> new PublicSuffixes(list));
    }

    /// Each rule of the list, and names below it, against the algorithm of publicsuffix.org on sets of strings.
    @Test
    void everyRuleIsThere() throws IOException {
        Set<String> rules = new HashSet<>();
        for (String line : Files.readAllLines(Path.of("src/main/resources", LIST))) {
            if (!line.isBlank() && !line.startsWith("//")) {
                rules.add(IDN.toASCII(line.strip(), IDN.ALLOW_UNASSIGNED));
            }
        }
        assertThat(rules).hasSizeGreaterThan(10_000);
        for (String rule : rules) {
            String name = rule.replaceFirst("^(\\*\\.|!)", "");
            for (String host : List.of(name, "x." + name, "y.x." + name, "z.y.x." + name)) {
                assertThat(site(host)).as(host).isEqualTo(plainly(rules, host));
            }
        }
    }

    private static String plainly(Set<String> rules, String host) {
        List<String> labels = List.of(host.split("\\."));
        int suffix = 1;
        for (int count = 1; count <= labels.size(); count++) {
            String end = last(labels, count);
            if (rules.contains("!" + end)) {
                return end;
            }
            if (rules.contains(end) || rules.contains("*." + last(labels, count - 1))) {
                suffix = count;
            }
        }
        return last(labels, Math.min(suffix + 1, labels.size()));
    }

    private static String last(List<String> labels, int count) {
        return String.join(".", labels.subList(labels.size() - count, labels.size()));
    }

    /// The build puts values into other resources; this one is shipped octet for octet.
    @Test
    void theListIsShippedAsItCame() throws IOException {
        try (InputStream shipped = Site.class.getResourceAsStream("/" + LIST)) {
            assertThat(shipped.readAllBytes())
                    .isEqualTo(Files.readAllBytes(Path.of("src/main/resources", LIST)));
        }
    }
}
