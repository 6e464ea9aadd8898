package dev.gyre.lists;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Labels;
import dev.gyre.egress.ListSource.Reading;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Map;

/// What is written can be read again, or it is said that it can't.
final class ListFormatTest {

    private static final String HOPS =
            """
            a.example:8080
            u:p%3Aq%23%40r@b.example:8080
            u@c.example:1
            [2001:db8::1]:8080:u:p"q\\
            """;

    private static List<EgressEntry> read(String text) {
        Parsed parsed = ListText.parse("l", text, Reading.DEFAULT, Labels.NONE);
        assertThat(parsed.bad()).isEmpty();
        return parsed.entries();
    }

    @ParameterizedTest
    @EnumSource(value = ListFormat.class, names = "HOST_PORT", mode = EnumSource.Mode.EXCLUDE)
    void whatIsWrittenIsReadAgain(ListFormat format) {
        List<EgressEntry> entries = read(HOPS);
        Written written = Written.of(entries, format);
        assertThat(written.count()).isEqualTo(4);
        assertThat(written.lost()).isEmpty();
        assertThat(read(written.text())).isEqualTo(entries);
    }

    @Test
    void schemesAreKeptWhereThereIsAWordForThem() {
        List<EgressEntry> entries =
                read(HOPS + "https://h:443\nsocks5h://h:1\nsocks4://h:1\n192.0.2.0/30\n");
        for (ListFormat format : List.of(ListFormat.URL, ListFormat.JSON)) {
            Written written = Written.of(entries, format);
            assertThat(read(written.text())).as("%s", format).isEqualTo(entries);
            assertThat(written.lost()).isEmpty();
        }
        Written clash = Written.of(entries, ListFormat.CLASH);
        assertThat(read(clash.text())).isEqualTo(entries.subList(0, 6));
        assertThat(clash.lost())
                .isEqualTo(
                        Map.of("proxies, left out", 1, "addresses of this machine, left out", 1));
        assertThat(Written.of(entries, ListFormat.HOST_PORT).lost())
                .isEqualTo(Map.of("user names and passwords", 3, "different schemes", 4));
    }

    @Test
    void aLineThatWouldMeanAnotherProxyIsLeftOut() {
        List<EgressEntry> entries = read("http://u:p%20q@h.example:1\nhttp://9:8.8.8.8%3A1@u:1\n");
        Written written = Written.of(entries, ListFormat.HOST_PORT_USER_PASS);
        assertThat(written.text()).isEmpty();
        assertThat(written.lost()).isEqualTo(Map.of("proxies, left out", 2));
        assertThat(read(Written.of(entries, ListFormat.USER_PASS_AT_HOST_PORT).text()))
                .isEqualTo(entries);
    }
}
