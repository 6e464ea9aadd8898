package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gyre.access.domains.BlockingSettings;
import dev.gyre.egress.Egress;
import dev.gyre.egress.ListSource;
import dev.gyre.net.Addresses;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

class DomainListKeysTest {

    private static final String EGRESS = "egress: [{interface: any}]\n";

    @TempDir private Path folder;

    @BeforeEach
    void list() throws Exception {
        Files.writeString(folder.resolve("ads.txt"), "ads.example\n");
    }

    private PoolFile read(String text) throws ConfigException {
        return PoolFile.parse(
                folder.resolve("egress-pool.yml").toString(),
                (EGRESS + text).getBytes(StandardCharsets.UTF_8),
                name -> name.equals("TOKEN") ? Optional.of("s3cret") : Optional.empty());
    }

    @Test
    void readsAndPrintsEveryKey() throws ConfigException {
        PoolFile file =
                read(
                        """
                        lists:
                          - {name: ads, file: ads.txt}
                          - {name: more-1, url: "https://lists.example/${TOKEN}", via: 192.0.2.1}
                          - {name: own, url: "http://a.example/x", via: "socks5h://hop:1", interval: 10m, limit: 1KiB, copy: own.txt}
                        block: [ads, more-1]
                        allow: own
                        allow-only: [ads, own]
                        """);

        assertThat(file.lists().all())
                .element(0)
                .isEqualTo(
                        new DomainListing(
                                "ads",
                                new ListSource.File(
                                        folder.resolve("ads.txt"), ListSource.Reading.DEFAULT)));
        assertThat(file.lists().all().get(1).source())
                .isEqualTo(
                        new ListSource.Url(
                                "https://lists.example/s3cret",
                                new Egress.Direct(Addresses.parse("192.0.2.1").orElseThrow()),
                                Duration.ofHours(24),
                                32 << 20,
                                Optional.empty(),
                                ListSource.Reading.DEFAULT));
        assertThat(file.lists().blocking())
                .isEqualTo(
                        new BlockingSettings(
                                List.of("ads", "more-1"), List.of("own"), List.of("ads", "own")));
        String printed = EffectiveSettings.print(file, List.of(BigInteger.ONE));
        assertThat(printed)
                .contains("  - {name: 'ads', file: '" + folder.resolve("ads.txt") + "'}\n")
                .contains(
                        "  - {name: 'more-1', url: 'https://lists.example/***', via: '192.0.2.1',"
                                + " interval: 1d, limit: 32MiB}\n")
                .contains(
                        "interval: 10m, limit: 1KiB, copy: '" + folder.resolve("own.txt") + "'}\n")
                .contains("block: ['ads', 'more-1']\nallow: ['own']\nallow-only: ['ads', 'own']\n")
                .doesNotContain("s3cret");
        PoolFile again = read(printed.replaceFirst("(?s)egress:\n.*?\n(?=dns)", ""));
        assertThat(EffectiveSettings.print(again, List.of(BigInteger.ONE))).isEqualTo(printed);
    }

    @Test
    void saysNothingOfListsWhereThereAreNone() throws ConfigException {
        PoolFile file = read("");
        assertThat(file.lists()).isEqualTo(DomainListings.NONE);
        assertThat(EffectiveSettings.print(file, List.of(BigInteger.ONE)))
                .doesNotContain("lists")
                .doesNotContain("block");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lists: [{file: ads.txt}] | 2:9: error: 'name' is missing",
                "lists: [{name: a}] | 2:9: error: a list needs one of file, url",
                "lists: [{name: a, file: ads.txt, url: 'http://a/', via: 127.0.0.1}]"
                        + " | 2:9: error: a list needs one of file, url",
                "lists: [{name: 'a b', file: ads.txt}] | 2:16: error: name must be 1 to 64 letters,"
                        + " digits, '.', '_' or '-': a b",
                "lists: [{name: a, file: ads.txt}, {name: a, file: ads.txt}]"
                        + " | error: there is a list of this name in line 2",
                "lists: [{name: a, file: none.txt}]"
                        + " | 2:25: error: file cannot be used, there is no such file: ",
                "lists: [{name: a, file: .}] | file cannot be used, it is a directory, not a file",
                "lists: [{name: a, url: 'http://a/'}] | error: 'via' is missing",
                "lists: [{name: a, url: 'ftp://a/', via: 127.0.0.1}]"
                        + " | error: url is not an http or https URL: ftp://a/",
                "lists: [{name: a, file: ads.txt, bad-lines: fail}] | error: unknown key"
                        + " 'bad-lines'",
                "lists: [] | error: lists is an empty list",
                "lists: ads.txt | error: lists must be a list, found ads.txt",
                "block: [ads] | 2:9: error: block names a list, and the file has no 'lists': ads",
                "block: [] | error: block is an empty list",
            })
    void tellsWhatIsWrong(String text, String problem) {
        ConfigException wrong =
                catchThrowableOfType(ConfigException.class, () -> read(text + "\n"));
        assertThat(wrong.report()).contains(problem);
    }

    @Test
    void suggestsTheListThatWasMeant() {
        String lists = "lists: [{name: adverts, file: ads.txt}]\n";
        ConfigException wrong =
                catchThrowableOfType(
                        ConfigException.class, () -> read(lists + "allow: [advert]\n"));
        assertThat(wrong.report())
                .contains(
                        "3:9: error: allow is no list of 'lists': advert; did you mean 'adverts'?");
    }
}
