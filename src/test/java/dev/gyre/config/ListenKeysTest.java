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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'unix:/run/gyre.sock'",
                "{at: 'unix:/run/gyre.sock', mode: '0660'}",
                "{at: '127.0.0.1:8080', clients: ['192.0.2.0/24'], proxy-protocol:"
                        + " ['127.0.0.1/32']}",
                "{at: '0.0.0.0:8080', users: none, clients: ['192.0.2.0/24'], proxy-protocol:"
                        + " ['198.51.100.1/32']}",
            })
    void printsEachListenerAsItIsWritten(String listener) throws ConfigException {
        PoolFile file = read("listen: [" + listener + "]\n");
        assertThat(EffectiveSettings.print(file, List.of(BigInteger.ONE)))
                .contains("listen: [" + listener + "]\n");
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
                "listen: unix:gyre.sock | needs the whole path of the socket",
                "listen: ['unix:/a/b', 'unix:/a/./b'] | has the same socket twice",
                "listen: {at: unix:/a/b, clients: [10.0.0.0/8]} | clients is for a listener at an",
                "listen: {at: unix:/a/b, proxy-protocol: [10.0.0.1]} | proxy-protocol is for a",
                "listen: {at: unix:/a/b, mode: rw-} | mode is not a file mode",
                "listen: {at: unix:/a/b, mode: '0888'} | mode is not a file mode",
                "listen: {at: '127.0.0.1:80', mode: '0600'} | mode is for a listener at a Unix",
                "listen: {at: '127.0.0.1:80', proxy-protocol: [127.0.0.1]} | through its balancers",
                "listen: {at: '127.0.0.1:80', proxy-protocol: [127.0.0.1], users: none} | through",
                "listen: {at: '127.0.0.1:80', proxy-protocol: 127.0.0.1} | must be a list",
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
