package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.egress.Grade;
import dev.gyre.health.CapSettings;
import dev.gyre.health.CoolDownSettings;
import dev.gyre.health.HealthSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The keys by which an egress is left alone for a while.
final class HealthKeysTest {

    private static final String ANY = "egress: [{interface: any}]\n";

    private static HealthSettings read(String text) throws ConfigException {
        return PoolFileTest.read(ANY + text).health();
    }

    @Test
    void whatIsNotSaidIsSafe() throws Exception {
        assertThat(read("")).isEqualTo(HealthSettings.DEFAULT);
        assertThat(read("").grade()).isEqualTo(Grade.ELITE);
        assertThat(read("health: {}\ncool-down: {}\ncaps: {}\n")).isEqualTo(HealthSettings.DEFAULT);
    }

    @Test
    void allIsReadAndPrintedAsItIsRead() throws Exception {
        String lines =
                """
                health: {failures: 5, rate: 90%, window: 64, out: 1s, most: 2s, floor: 0%}
                cool-down: {statuses: {429: 10s, 999: 1m}, ban: 1m, most: 2h, strict: true, sessions: move}
                caps: {in-flight: 100, per-site: 20, wait: 2s, waiting: 0}
                anonymity: anonymous
                """
                        .replace("999", "403");
        HealthSettings settings = read(lines);
        assertThat(settings)
                .isEqualTo(
                        new HealthSettings(
                                5,
                                90,
                                64,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                0,
                                new CoolDownSettings(
                                        Map.of(
                                                429, Duration.ofSeconds(10),
                                                403, Duration.ofMinutes(1)),
                                        Duration.ofMinutes(1),
                                        Duration.ofHours(2),
                                        true,
                                        true),
                                new CapSettings(
                                        OptionalInt.of(100),
                                        OptionalInt.of(20),
                                        Duration.ofSeconds(2),
                                        0),
                                Grade.ANONYMOUS));
        String printed =
                EffectiveSettings.print(PoolFileTest.read(ANY + lines), List.of(BigInteger.ONE));
        assertThat(printed).contains(lines.replace("{429: 10s, 403: 1m}", "{403: 1m, 429: 10s}"));
        assertThat(PoolFileTest.read(printed).health()).isEqualTo(settings);
    }

    @Test
    void aLongerFirstTimeIsTheMostUnlessTheFileSaysOtherwise() throws Exception {
        assertThat(read("health: {out: 1h}").most()).hasHours(1);
        assertThat(read("cool-down: {statuses: {}}").coolDowns().statuses()).isEmpty();
        assertThat(read("anonymity: any").grade()).isEqualTo(Grade.TRANSPARENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    health: {failures: 0}|2:20: error: failures must be a number from 1 to 1000: 0
                    health: {rate: 50}|2:16: error: rate is not a percentage, such as 50%: 50
                    health: {rate: 0%}|2:16: error: rate must be from 1% to 100%: 0%
                    health: {floor: 101%}|2:17: error: floor must be from 0% to 100%: 101%
                    health: {window: 65}|2:18: error: window must be a number from 1 to 64: 65
                    health: {out: 1m, most: 1s}|2:19: error: most is less than out, 1m
                    health: {falures: 3}|2:10: error: unknown key 'falures'; did you mean 'failures'?
                    cool-down: {statuses: {99: 1m}}|2:24: error: a status must be a number from 100 to 599: 99
                    cool-down: {statuses: {429: 1}}|2:29: error: status 429 needs a unit (ms, s, m, h or d): 1
                    cool-down: {statuses: [429]}|2:23: error: statuses must be a mapping of statuses to durations, found a list
                    cool-down: {statuses: {429: 1m, 0429: 2m}}|2:33: error: status 429 is there twice
                    cool-down: {sessions: go}|2:23: error: sessions has an unknown value: go; known are stay, move
                    cool-down: {strict: maybe}|2:21: error: strict must be true or false: maybe
                    caps: {in-flight: 0}|2:19: error: in-flight must be a number from 1 to 1000000: 0
                    caps: {waiting: -1}|2:17: error: waiting must be a number from 0 to 1000000: -1
                    anonymity: elit|2:12: error: anonymity has an unknown value: elit; did you mean 'elite'?
                    """)
    void whatIsWrongIsSaidWhereItStands(String line, String error) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("egress-pool.yml:" + error + "\n");
    }
}
