package dev.gyre.lists;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Labels;
import dev.gyre.egress.ListSource.Reading;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.function.IntFunction;

/// Lists of the largest sizes. How long they take is in docs/lists.md; here only nothing may be wholly slow.
@Timeout(60)
final class ManyLinesTest {

    private static String lines(int count, IntFunction<String> line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(line.apply(i)).append('\n');
        }
        return text.toString();
    }

    private static String host(int i) {
        return "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255);
    }

    private static Parsed parse(String text) {
        return ListText.parse("many", text, Reading.DEFAULT, Labels.NONE);
    }

    @Test
    void aHundredThousandLinesOfEachForm() {
        List<IntFunction<String>> forms =
                List.of(
                        i -> host(i) + ":8080",
                        i -> host(i) + ":8080:user" + i + ":secret",
                        i -> "user" + i + ":secret:" + host(i) + ":8080",
                        i -> "socks5://user" + i + ":secret@hop.example:1080",
                        i -> "{bad line " + i);
        for (IntFunction<String> form : forms) {
            String text = lines(100_000, form);
            Parsed parsed = parse(text);
            assertThat(parsed.entries().size() + parsed.badLines()).isEqualTo(100_000);
            EgressPool pool = EgressPool.of(parsed.entries(), _ -> List.of());
            assertThat(pool.size().intValueExact()).isEqualTo(parsed.entries().size());
        }
    }

    @Test
    void whatComesAfterAMillionEntriesIsLeftOut() {
        String text = lines(Collected.MOST_ENTRIES, i -> host(i) + ":8080") + "a:1\nb:2\n";
        Parsed parsed = parse(text);
        assertThat(parsed.entries()).hasSize(Collected.MOST_ENTRIES);
        assertThat(parsed.bad())
                .containsExactly(
                        new BadLine(
                                Collected.MOST_ENTRIES + 1,
                                "comes after 1,000,000 entries; it is left out, with all that"
                                        + " follows"));
    }

    @Test
    void aLargeFileOfClash() {
        String text =
                "proxies:\n"
                        + lines(
                                50_000,
                                i ->
                                        "  - {name: n"
                                                + i
                                                + ", type: http, server: "
                                                + host(i)
                                                + ", port: 80}");
        assertThat(parse(text).entries()).hasSize(50_000);
    }
}
