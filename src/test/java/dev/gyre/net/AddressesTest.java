package dev.gyre.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
