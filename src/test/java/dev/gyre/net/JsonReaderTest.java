package dev.gyre.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

final class JsonReaderTest {

    @Test
    void readsWhatIsJson() {
        assertThat(
                        JsonReader.read(
                                " {\"a\" : [ 1, -2.5e3, true, null, \"\\u0041\\n\" ], \"b\":{}} "))
                .contains(
                        new Json.Table(
                                List.of(
                                        new Json.Member(
                                                "a",
                                                new Json.Array(
                                                        List.of(
                                                                new Json.Word("1"),
                                                                new Json.Word("-2.5e3"),
                                                                new Json.Word("true"),
                                                                new Json.Word("null"),
                                                                new Json.Text("A\n")))),
                                        new Json.Member("b", new Json.Table(List.of())))));
        assertThat(JsonReader.read("[]")).contains(new Json.Array(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\n\"",
                "01",
                "+1",
                "1 2",
                "tru",
                "{a:1}",
                "[1}",
                "\"open",
                "nul",
                "[",
                "-"
            })
    void readsNothingElse(String text) {
        assertThat(JsonReader.read(text)).isEmpty();
    }

    @Test
    void readsWhatItQuotes() {
        String odd = "a\"b\\c\n\u0000\u001f\u00e9";
        assertThat(JsonReader.read(JsonText.quoted(odd))).contains(new Json.Text(odd));
    }

    @Test
    void stopsAtItsDepth() {
        assertThat(JsonReader.read("[".repeat(31) + "1" + "]".repeat(31))).isPresent();
        assertThat(JsonReader.read("[".repeat(100_000))).isEmpty();
    }
}
