package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SizesTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1B",
        "8000, 8000, 8000B",
        "1025B, 1025, 1025B",
        "2048, 2048, 2KiB",
        "16KiB, 16384, 16KiB",
        "16 KiB, 16384, 16KiB",
        "1536KiB, 1572864, 1536KiB",
        "1MiB, 1048576, 1MiB",
        "1GiB, 1073741824, 1GiB",
        "1023GiB, 1098437885952, 1023GiB",
        "1024GiB, 1099511627776, 1TiB",
        "1TiB, 1099511627776, 1TiB",
        "1099511627776, 1099511627776, 1TiB"
    })
    void areReadAndPrinted(String text, long size, String printed) throws Exception {
        assertThat(
                        PoolFileTest.read(
                                        "egress: [{interface: any}]\ntunnels: {max-bytes: "
                                                + text
                                                + "}")
                                .inbound()
                                .tunnels()
                                .maxBytes())
                .hasValue(size);
        assertThat(Sizes.text(size)).isEqualTo(printed);
    }
}
