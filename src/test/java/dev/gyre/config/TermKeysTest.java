package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.access.PasswordHash;
import dev.gyre.access.User;
import dev.gyre.access.limits.LimitSettings;
import dev.gyre.access.limits.RequestRate;
import dev.gyre.access.limits.Terms;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How much users, clients and sites may take.
final class TermKeysTest {

    private static final String ANY = "egress: [{interface: any}]\n";
    private static final String HASH = PasswordHash.of("hush-hush").text();

    private static final String USERS = "users: [{name: alice, password: '" + HASH + "'}]\n";

    private static LimitSettings limits(String yaml) throws ConfigException {
        return PoolFileTest.read(ANY + yaml).inbound().limits();
    }

    @Test
    void saysNothingWhereNothingIsSaid() throws Exception {
        assertThat(limits("limits: {fields: 100}")).isEqualTo(LimitSettings.NONE);
        assertThat(limits("limits: {per-client: {}}").isAny()).isFalse();
    }

    @Test
    void readsEveryKey_andPrintsItSoThatItCanBeReadAgain() throws Exception {
        String yaml =
                USERS
                        + "limits: {per-user: {requests: 10/s, burst: 20, connections: 100,"
                        + " bandwidth: 1MiB/s, day: 10GiB, month: 100GiB}, per-client: {requests:"
                        + " 300/m}, per-site: {requests: 5/h, burst: 1, connections: 4}, zone:"
                        + " Europe/Berlin, file: quotas.state}";
        LimitSettings limits = limits(yaml);
        assertThat(limits)
                .isEqualTo(
                        new LimitSettings(
                                new Terms(
                                        Optional.of(new RequestRate(10, Duration.ofSeconds(1), 20)),
                                        OptionalInt.of(100),
                                        OptionalLong.of(1 << 20),
                                        OptionalLong.of(10L << 30),
                                        OptionalLong.of(100L << 30)),
                                requests(300, Duration.ofMinutes(1), 300, OptionalInt.empty()),
                                requests(5, Duration.ofHours(1), 1, OptionalInt.of(4)),
                                Map.of(),
                                ZoneId.of("Europe/Berlin"),
                                Optional.of(Path.of("quotas.state"))));
        PoolFile file = PoolFileTest.read(ANY + yaml);
        String printed = EffectiveSettings.print(file, List.of(BigInteger.ONE));
        assertThat(printed)
                .contains(
                        ", per-user: {requests: 10/s, burst: 20, connections: 100, bandwidth:"
                            + " 1MiB/s, day: 10GiB, month: 100GiB}, per-client: {requests: 300/m,"
                            + " burst: 300}, per-site: {requests: 5/h, burst: 1, connections: 4},"
                            + " zone: 'Europe/Berlin', file: 'quotas.state'}\n");
        assertThat(PoolFileTest.read(printed.replace("***", HASH)).inbound().limits())
                .isEqualTo(limits);
    }

    private static Terms requests(int requests, Duration per, int burst, OptionalInt connections) {
        return new Terms(
                Optional.of(new RequestRate(requests, per, burst)),
                connections,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    @Test
    void aUserMayHaveItsOwn() throws Exception {
        PoolFile file =
                PoolFileTest.read(
                        ANY
                                + "users: [{name: alice, password: '"
                                + HASH
                                + "', limits: {day: 1GiB}}, {name: bob, password: '"
                                + HASH
                                + "', limits: {}}, {name: carol, password: '"
                                + HASH
                                + "'}]\n");
        assertThat(file.inbound().users().orElseThrow().all())
                .extracting(User::limits)
                .containsExactly(
                        Optional.of(
                                new Terms(
                                        Optional.empty(),
                                        OptionalInt.empty(),
                                        OptionalLong.empty(),
                                        OptionalLong.of(1 << 30),
                                        OptionalLong.empty())),
                        Optional.of(Terms.NONE),
                        Optional.empty());
        assertThat(EffectiveSettings.print(file, List.of(BigInteger.ONE)))
                .contains("{name: 'alice', password: '***', limits: {day: 1GiB}}")
                .contains("{name: 'bob', password: '***', limits: {}}")
                .contains("{name: 'carol', password: '***'}");
    }

    @ParameterizedTest
    @MethodSource("problems")
    void everyProblemIsToldWithItsPlace(String limits, String place, String message) {
        assertThatThrownBy(() -> PoolFileTest.read(ANY + "limits: " + limits))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        wrong ->
                                assertThat(wrong.report())
                                        .contains(":" + place + ": error: " + message));
    }

    static List<Arguments> problems() {
        return List.of(
                Arguments.of(
                        "{per-client: {requests: 10}}",
                        "2:33",
                        "requests is not so many in a second, minute or hour, such as 10/s, 300/m"
                                + " or 5000/h: 10"),
                Arguments.of(
                        "{per-client: {requests: 10/d}}", "2:33", "requests is not so many in"),
                Arguments.of(
                        "{per-client: {requests: 0/s}}",
                        "2:33",
                        "requests must be of 1 to 1000000 requests: 0/s"),
                Arguments.of(
                        "{per-client: {burst: 5}}", "2:23", "'burst' needs 'requests' beside it"),
                Arguments.of(
                        "{per-client: {connections: 0}}",
                        "2:36",
                        "connections must be a number from 1 to 1000000: 0"),
                Arguments.of(
                        "{per-client: {bandwidth: 1MiB}}",
                        "2:34",
                        "bandwidth is not a size from 1KiB to 1TiB in a second, such as 1MiB/s:"
                                + " 1MiB"),
                Arguments.of(
                        "{per-client: {bandwidth: 10B/s}}",
                        "2:34",
                        "bandwidth must be a size from 1KiB"),
                Arguments.of("{per-site: {day: 1GB}}", "2:26", "day is not a size from 1B"),
                Arguments.of("{per-site: {daily: 1GiB}}", "2:21", "unknown key 'daily'"),
                Arguments.of(
                        "{zone: Mars/Olympus}",
                        "2:16",
                        "zone is not a time zone, such as UTC or Europe/Berlin: Mars/Olympus"),
                Arguments.of("{file: egress-pool.yml}", "2:16", "file is the pool file itself"),
                Arguments.of("{per-user: {day: 1GiB}}", "2:1", "'per-user' needs 'users'"));
    }
}
