package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.probe.ProbeSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class ProbeKeysTest {

    private static PoolFile parse(String yaml) throws ConfigException {
        return PoolFile.parse(
                "test.yml", yaml.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
    }

    private static PoolFile with(String probes) throws ConfigException {
        return parse("egress: [{interface: any}]\nprobes: " + probes + "\n");
    }

    @Test
    void nothingIsProbedUnlessTheFileSaysSo() throws Exception {
        assertThat(parse("egress: [{interface: any}]\n").probes()).isEmpty();
    }

    @Test
    void hasDefaultsForWhatIsLeftOut() throws Exception {
        assertThat(with("{}").probes())
                .contains(new ProbeSettings(Duration.ofMinutes(5), Optional.empty(), 200, 8, 5));
    }

    @Test
    void readsAllOfThemAndPrintsWhatItReads() throws Exception {
        PoolFile file =
                with(
                        "{every: 1m, target: 'http://a.example/x', expect: 204, concurrency: 2,"
                                + " rate: 1}");
        assertThat(file.probes())
                .contains(
                        new ProbeSettings(
                                Duration.ofMinutes(1),
                                Optional.of("http://a.example/x"),
                                204,
                                2,
                                1));
        String printed = EffectiveSettings.print(file, List.of(BigInteger.ONE));
        assertThat(printed)
                .contains(
                        "probes: {every: 1m, target: 'http://a.example/x', expect: 204,"
                                + " concurrency: 2, rate: 1}");
        assertThat(parse(printed).probes()).isEqualTo(file.probes());
        assertThat(EffectiveSettings.print(with("{target: judge}"), List.of(BigInteger.ONE)))
                .contains("target: 'judge'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{every: 5}|needs a unit",
                "{target: example.com}|is not judge, or a URL of http or https",
                "{target: 'http://me:hush@a.example/'}|is not judge",
                "{expect: 100}|from 200 to 599",
                "{concurrency: 0}|from 1 to 1000",
                "{rate: 5000}|from 1 to 1000",
                "{evry: 5m}|did you mean 'every'?",
                "yes|must be a mapping"
            })
    void saysWhatIsWrong(String probes, String message) {
        assertThatThrownBy(() -> with(probes))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        wrong -> assertThat(wrong.report()).contains(message));
    }
}
