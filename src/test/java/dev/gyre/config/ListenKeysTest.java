package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.inbound.dns.DnsListening;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Where clients are listened for, and for what.
final class ListenKeysTest {

    private static final String ANY = "egress: [{interface: any}]\n";

    private static PoolFile read(String text) throws ConfigException {
        return PoolFile.parse(
                "pool.yml", (ANY + text).getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(Addresses.parse(address).orElseThrow(), port);
    }

    @Test
    void tellsListenersForNamesFromOthers() throws ConfigException {
        PoolFile file =
                read(
                        "listen: ['dns://127.0.0.1:5353', '127.0.0.1:8080', 'dns://[::1]:53']\n"
                                + "dns: {servers: [9.9.9.9], clients: [192.168.0.0/16,"
                                + " '2001:db8::1']}\n");
        assertThat(file.inbound().listen()).containsExactly(at("127.0.0.1", 8080));
        assertThat(file.inbound().names())
                .isEqualTo(
                        new DnsListening(
                                List.of(at("127.0.0.1", 5353), at("::1", 53)),
                                List.of(
                                        Cidr.parse("192.168.0.0/16").orElseThrow(),
                                        Cidr.parse("2001:db8::1").orElseThrow())));
    }

    @Test
    void listensForNoNamesUnlessTold() throws ConfigException {
        assertThat(read("listen: 127.0.0.1:8080").inbound().names()).isEqualTo(DnsListening.NONE);
        assertThat(read("dns: {servers: [9.9.9.9]}").inbound().names())
                .isEqualTo(DnsListening.NONE);
    }

    @Test
    void printsWhatCanBeReadAgain() throws ConfigException {
        PoolFile file =
                read(
                        "listen: ['127.0.0.1:8080', 'dns://[::1]:53']\n"
                                + "dns: {servers: [9.9.9.9], clients: [10.0.0.0/8]}\n");
        String printed = EffectiveSettings.print(file, List.of(BigInteger.ONE));
        assertThat(printed).contains("listen: ['127.0.0.1:8080', 'dns://[::1]:53']\n");
        PoolFile again =
                PoolFile.parse(
                        "printed.yml",
                        printed.getBytes(StandardCharsets.UTF_8),
                        _ -> Optional.empty());
        assertThat(again.inbound()).isEqualTo(file.inbound());
    }

    @Test
    void otherAddressesAreInsteadOfAll() throws ConfigException {
        PoolFile file =
                read("listen: ['127.0.0.1:8080', 'dns://127.0.0.1:53']")
                        .withListen(List.of(at("127.0.0.1", 0)));
        assertThat(file.inbound().listen()).containsExactly(at("127.0.0.1", 0));
        assertThat(file.inbound().names()).isEqualTo(DnsListening.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen: dns://127.0.0.1:5353 | listen has no address for HTTP and SOCKS",
                "listen: ['127.0.0.1:53', 'dns://127.0.0.1:53'] | has the same address twice",
                "listen: ['127.0.0.1:80', 'dns://a.example:53'] | names are not looked up",
                "listen: ['127.0.0.1:80', 'dns://127.0.0.1'] | is not an address with a port",
                "dns: {servers: [9.9.9.9], clients: [10.0.0.1/8]} | 10.0.0.1/8",
                "dns: {servers: [9.9.9.9], clients: 10.0.0.0/8} | clients must be a list",
            })
    void refuses(String text, String problem) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        invalid -> assertThat(invalid.report()).contains(problem));
    }
}
