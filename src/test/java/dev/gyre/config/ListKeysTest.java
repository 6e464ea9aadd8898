package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Limits;
import dev.gyre.egress.ListSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Entries that stand for lists, and limits beside any entry.
final class ListKeysTest {

    @TempDir private Path directory;

    private PoolFile file(String entry) throws ConfigException {
        return PoolFile.parse(
                directory.resolve("egress-pool.yml").toString(),
                ("egress:\n  - " + entry + "\n").getBytes(StandardCharsets.UTF_8),
                _ -> Optional.of("s3cret"));
    }

    private static String print(PoolFile file) {
        return EffectiveSettings.print(
                file, Collections.nCopies(file.egress().size(), BigInteger.ONE));
    }

    @Test
    void aFileLiesBesideThePoolFile() throws Exception {
        Files.writeString(directory.resolve("l.txt"), "bad\n");
        PoolFile file = file("{file: l.txt, scheme: socks5h}");
        ListSource.Reading reading = new ListSource.Reading(HopScheme.SOCKS5H, false);
        assertThat(file.egress())
                .containsExactly(
                        new EgressEntry.Listing(
                                new ListSource.File(directory.resolve("l.txt"), reading),
                                dev.gyre.egress.Labels.NONE));
        PoolFile again =
                PoolFile.parse(
                        "other.yml",
                        print(file).getBytes(StandardCharsets.UTF_8),
                        _ -> Optional.empty());
        assertThat(again.egress()).isEqualTo(file.egress());
    }

    @Test
    void aUrlHasItsDefaults() throws Exception {
        PoolFile file = file("{url: 'https://lists.example/${TOKEN}', via: 'socks5h://u:p@h:1'}");
        ListSource.Url url =
                (ListSource.Url) ((EgressEntry.Listing) file.egress().getFirst()).source();
        assertThat(url.url()).isEqualTo("https://lists.example/s3cret");
        assertThat(url.via()).isInstanceOf(Egress.Chain.class);
        assertThat(url.interval()).isEqualTo(Duration.ofHours(1));
        assertThat(url.most()).isEqualTo(8 << 20);
        assertThat(url.copy()).isEmpty();
        assertThat(url.reading()).isEqualTo(ListSource.Reading.DEFAULT);
        assertThat(print(file)).contains("via: 'socks5h://u:***@h:1'").doesNotContain("s3cret");
    }

    @Test
    void limitsStandBesideAnyEntry() throws Exception {
        PoolFile file =
                file(
                        "{source: 127.0.5.1, max-in-flight: 4, max-requests: 1000, max-bytes: 2GiB,"
                                + " period: 12h}");
        assertThat(file.egress().getFirst().labels().limits())
                .isEqualTo(
                        new Limits(
                                OptionalInt.of(4),
                                OptionalLong.of(1000),
                                OptionalLong.of(2L << 30),
                                Duration.ofHours(12)));
        assertThat(print(file))
                .contains("max-in-flight: 4, max-requests: 1000, max-bytes: 2GiB, period: 12h}");
        assertThat(
                        file("{source: 127.0.5.1, max-bytes: 1GiB}")
                                .egress()
                                .getFirst()
                                .labels()
                                .limits()
                                .period())
                .isEqualTo(Duration.ofDays(1));
        assertThat(print(file("{source: 127.0.5.1, max-in-flight: 4}"))).doesNotContain("period");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{file: none.txt} | 2:12: error: file cannot be used, there is no such file: ",
                "{file: .} | 2:12: error: file cannot be used, it is a directory, not a file: ",
                "{file: bad.txt, bad-lines: fail} | bad.txt:2: needs a port from 1 to 65535",
                "{file: bad.txt, bad-lines: fail} | bad.txt:4: is neither host:port, ",
                "{file: bad.txt, bad-lines: drop} | bad-lines has an unknown value",
                "{file: bad.txt, scheme: sock5} | did you mean 'socks5'?",
                "{file: bad.txt, via: 127.0.0.1} | unknown key 'via'",
                "{file: bad.txt, url: 'https://h/', via: 127.0.0.1} | already of the kind 'file'",
                "{source: 127.0.5.1, scheme: http} | unknown key 'scheme'",
                "{url: 'https://h/'} | 'via' is missing",
                "{url: 'ftp://h/', via: 127.0.0.1} | url is not an http or https URL",
                "{url: 'https://h:0/', via: 127.0.0.1} | url has a host or port that is none",
                "{url: 'https://u:hunter2@h/', via: 127.0.0.1} | url must not have a user name",
                "{url: 'https://h/a b', via: 127.0.0.1} | must be percent-encoded",
                "{url: 'https://h/', via: eth0} | via is neither an address of this machine nor a"
                        + " proxy URL",
                "{url: 'https://h/', via: 127.0.0.1, interval: 9s} | interval must be at least 10s",
                "{url: 'https://h/', via: 127.0.0.1, limit: 65MiB} | limit must be a size from 1B"
                        + " to 64MiB",
                "{source: 127.0.5.1, period: 1h} | 'period' needs 'max-requests' or 'max-bytes'",
                "{source: 127.0.5.1, period: 1h, max-in-flight: 2} | 'period' needs",
                "{source: 127.0.5.1, max-in-flight: 0} | max-in-flight must be a number from 1",
                "{source: 127.0.5.1, max-bytes: 1QiB} | max-bytes is not a size",
            })
    void whatIsWrongIsSaidWhereItStands(String entry, String problem) throws Exception {
        Files.writeString(directory.resolve("bad.txt"), "a:1\nbad\n# c\nh:1:hunter2\n");
        assertThatThrownBy(() -> file(entry))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("egress-pool.yml:2:")
                .hasMessageNotContaining("hunter2");
    }
}
