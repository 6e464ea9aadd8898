package dev.gyre.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetSocketAddress;
import java.util.List;

final class OwnListenersTest {

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(Addresses.parse(address).orElseThrow(), port);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, ::ffff:127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "127.0.0.1, 0.0.0.0, true",
        "127.0.0.1, ::, true",
        "::1, ::, true",
        "::1, 0.0.0.0, true",
        "::1, 127.0.0.1, false",
        "0.0.0.0, 127.0.0.9, true",
        "0.0.0.0, 0.0.0.0, true",
        "0.0.0.0, 192.0.2.77, false",
        "::, 127.0.0.9, true",
        "::, ::1, true",
        "::, 192.0.2.77, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 0.0.0.0, false",
    })
    void areKnownByEveryAddressTheyHave(String listener, String target, boolean own) {
        OwnListeners listeners = new OwnListeners();
        listeners.are(List.of(at("127.0.0.1", 1), at(listener, 8080)));
        assertThat(listeners.include(at(target, 8080))).isEqualTo(own);
        assertThat(listeners.include(at(target, 8081))).as("another port").isFalse();
    }
}
