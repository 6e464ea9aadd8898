package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.observe.RequestLogSettings;
import dev.gyre.observe.RequestLogSettings.Client;
import dev.gyre.observe.RequestLogSettings.Format;
import dev.gyre.observe.RequestLogSettings.Place;
import dev.gyre.observe.RequestLogSettings.Targets;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the pool file says of the log of requests.
final class LogKeysTest {

    private static final String ANY = "egress: [{interface: any}]\n";

    private static PoolFile read(String text) throws ConfigException {
        return PoolFile.parse(
                "/etc/pool.yml", text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
    }

    @Test
    void nothingIsWrittenUnlessTold() throws ConfigException {
        PoolFile file = read(ANY);
        assertThat(file.inbound().log()).isEqualTo(RequestLogSettings.NONE);
        assertThat(file.inbound().log().isOn()).isFalse();
        assertThat(EffectiveSettings.print(file, List.of(BigInteger.ONE))).doesNotContain("log:");
    }

    @Test
    void aFileOrStandardErrorWithLittleInIt() throws ConfigException {
        RequestLogSettings log = read(ANY + "log: {requests: a.log}\n").inbound().log();
        assertThat(log)
                .isEqualTo(
                        new RequestLogSettings(
                                new Place.File(Path.of("/etc/a.log")),
                                Format.JSON,
                                Client.HASHED,
                                false,
                                Targets.SITE,
                                false,
                                100 << 20,
                                5));
        assertThat(read(ANY + "log: {requests: stderr}\n").inbound().log().place())
                .isEqualTo(new Place.Stderr());
        assertThat(read(ANY + "log: {requests: ./x/stderr}\n").inbound().log().file())
                .contains(Path.of("/etc/./x/stderr"));
    }

    @Test
    void printsWhatCanBeReadAgain() throws ConfigException {
        PoolFile file =
                read(
                        ANY
                                + "log: {requests: /var/log/it's.log, format: common, client:"
                                + " full, users: true, targets: full, queries: true, max-size:"
                                + " 1MiB, keep: 9}\n");
        String printed = EffectiveSettings.print(file, List.of(BigInteger.ONE));
        assertThat(printed)
                .contains(
                        "\nlog: {requests: '/var/log/it''s.log', format: common, client: full,"
                                + " users: true, targets: full, queries: true, max-size: 1MiB,"
                                + " keep: 9}\n");
        assertThat(read(printed).inbound().log()).isEqualTo(file.inbound().log());
    }

    @Test
    void saysWhatCannotBe() {
        assertThatThrownBy(() ->
                        read(
                                ANY
                                        + "log: {client: hash, queries: true, max-size:"
                                        + " 1KiB, keep: 0}\n"))
                .hasMessageContaining("'requests' is missing: the file to write to, or stderr")
                .hasMessageContaining("client has an unknown value: hash; did you mean 'hashed'?")
                .hasMessageContaining("queries are told with 'targets: full' only")
                .hasMessageContaining("max-size must be at least 4KiB")
                .hasMessageContaining("keep must be a number from 1 to 1000");
        assertThatThrownBy(() -> read(ANY + "log: {requests: pool.yml}\n"))
                .hasMessageContaining("the pool file itself");
    }
}
