package dev.gyre.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.net.InetAddress;

final class AddressesTest {

    /// The examples of RFC 5952, and the edges.
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:0db8:0:0:0:0:0:0001, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::AAAA, 2001:db8::aaaa",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "0:1::, 0:1::",
        "0:0:1::, 0:0:1::",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8",
        "fe80::1, fe80::1"
    })
    void areWrittenShort(String literal, String text) {
        assertThat(Addresses.text(Addresses.parse(literal).orElseThrow())).isEqualTo(text);
        assertThat(Addresses.parse(text)).isEqualTo(Addresses.parse(literal));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 0, 0, 192.0.2.7",
        "192.0.2.255, 0, 1, 192.0.3.0",
        "127.255.255.255, 0, 1, 128.0.0.0",
        "0.0.0.0, 0, 4294967295, 255.255.255.255",
        "2001:db8::1, 0, 0, 2001:db8::1",
        "2001:db8::ffff:ffff:ffff:ffff, 0, 1, 2001:db8:0:1::",
        "2001:db8::1, 0, -1, 2001:db8:0:1::",
        "2001:db8::, 65536, -2, 2001:db8:1:0:ffff:ffff:ffff:fffe",
        "::, -1, -1, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "::fffe:ffff:ffff, 0, 1, ::ffff:0:0"
    })
    void lieSoFarBehindAnother(String from, long high, long low, String to) {
        InetAddress start = Addresses.parse(from).orElseThrow();
        InetAddress end = Addresses.plus(start, high, low);
        assertThat(Addresses.text(end)).isEqualTo(to);
        assertThat(Addresses.sameFamily(start, end)).isTrue();
        BigInteger distance = Addresses.number(end).subtract(Addresses.number(start));
        assertThat(distance.shiftRight(64).longValue()).isEqualTo(high);
        assertThat(distance.longValue()).isEqualTo(low);
        assertThat(
                        new BigInteger(Long.toUnsignedString(Addresses.high(end)))
                                .shiftLeft(64)
                                .add(new BigInteger(Long.toUnsignedString(Addresses.low(end)))))
                .isEqualTo(Addresses.number(end));
    }

    @ParameterizedTest
    @CsvSource({
        "255.255.255.255, 0, 1",
        "192.0.2.1, 0, 4294967295",
        "0.0.0.0, 0, 4294967296",
        "0.0.0.0, 0, -1",
        "0.0.0.0, 1, 0",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 0, 1",
        "ffff:ffff:ffff:ffff::1, 0, -1",
        "8000::, -9223372036854775808, 0",
        "::1, -1, -1"
    })
    void endWhereTheirFamilyEnds(String from, long high, long low) {
        InetAddress start = Addresses.parse(from).orElseThrow();
        assertThatThrownBy(() -> Addresses.plus(start, high, low))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "1",
                "127.1",
                "0x7f.0.0.1",
                "010.0.0.1",
                "256.0.0.1",
                "1.2.3.4.5",
                "::1%lo",
                "[::1]",
                ":::",
                "1:2"
            })
    void onlyStrictLiteralsAreAddresses(String text) {
        assertThat(Addresses.parse(text)).isEmpty();
    }
}
