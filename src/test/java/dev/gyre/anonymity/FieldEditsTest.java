package dev.gyre.anonymity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.http.Fields;
import dev.gyre.http.HeadLimits;
import dev.gyre.http.HeadParser;
import dev.gyre.net.Glob;
import dev.gyre.net.Host;
import dev.gyre.net.HostPattern;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What rules make of fields.
final class FieldEditsTest {

    private static final FieldRule REMOVE_A = new FieldRule.Remove("A");
    private static final FieldRule SET_A = new FieldRule.Set("A", "1", false);

    private static FieldRule replaceA(String match, String with) {
        return new FieldRule.Replace("a", new Glob(match), with);
    }

    /// The fields `[A: x, B: y, a: z]`, as `A:x|B:y|a:z`, after these rules.
    private static String after(String sent, FieldRule... rules) {
        return after(sent, FieldEdits.of(List.of(rules)));
    }

    private static String after(String sent, FieldEdits edits) {
        HeadParser parser = HeadParser.ofRequests(HeadLimits.DEFAULT);
        String head = "GET / HTTP/1.1\r\nHost: a\r\n" + sent.replace("|", "\r\n") + "\r\n\r\n";
        assertThat(parser.read(Unpooled.copiedBuffer(head, StandardCharsets.ISO_8859_1))).isTrue();
        Fields fields = parser.request().fields();
        ByteBuf out = Unpooled.buffer();
        Editing editing = edits.begin();
        for (int i = 1; i < fields.count(); i++) {
            if (editing.concerns(fields, i)) {
                editing.write(fields, i, out);
            } else {
                fields.write(i, out);
            }
        }
        editing.writeMissing(out);
        return String.join(
                "|",
                Arrays.stream(out.toString(StandardCharsets.ISO_8859_1).split("\r\n"))
                        .filter(line -> !line.isEmpty())
                        .toList());
    }

    @Test
    void removesOfANameOrOfManyWhateverTheirSpelling() {
        assertThat(after("A: x|B: y|a: z", REMOVE_A)).isEqualTo("B: y");
        assertThat(after("X_Foo: x|x-bar: y|X: z", new FieldRule.Remove("X-*"))).isEqualTo("X: z");
        assertThat(after("X_Foo: x|X-Foo2: y", new FieldRule.Remove("x-foo")))
                .isEqualTo("X-Foo2: y");
    }

    @Test
    void setsInThePlaceOfTheFirstWithItsSpelling() {
        assertThat(after("B: y|a: x|C: z|A: w", SET_A)).isEqualTo("B: y|a: 1|C: z");
        assertThat(after("B: y", SET_A)).isEqualTo("B: y|A: 1");
    }

    @Test
    void replacesTheValuesThatAreOfAForm() {
        assertThat(after("A: curl/8|a: wget|A: curl", replaceA("curl/*", "b")))
                .isEqualTo("A: b|a: wget|A: curl");
        assertThat(after("A: x", replaceA("x", "y"), replaceA("y", "z"))).isEqualTo("A: z");
        assertThat(after("A:x", replaceA("y", "z"))).isEqualTo("A: x");
    }

    @Test
    void doesOneAfterTheOther() {
        assertThat(after("A: x|B: y", REMOVE_A, SET_A)).isEqualTo("B: y|A: 1");
        assertThat(after("A: x|B: y", SET_A, REMOVE_A)).isEqualTo("B: y");
        assertThat(after("A: x|B: y", SET_A, replaceA("1", "2"))).isEqualTo("A: 2|B: y");
        assertThat(after("A: x", replaceA("x", "2"), SET_A)).isEqualTo("A: 1");
        assertThat(after("A: x", REMOVE_A, replaceA("*", "2"))).isEmpty();
        assertThat(after("A: x", SET_A, new FieldRule.Set("a", "2", false))).isEqualTo("A: 2");
        assertThat(after("AB: x", new FieldRule.Set("AB", "1", false), new FieldRule.Remove("A*")))
                .isEmpty();
        assertThat(after("AB: x", new FieldRule.Remove("A*"), new FieldRule.Set("Ab", "1", false)))
                .isEqualTo("Ab: 1");
    }

    @Test
    void looksAtNoValueThatIsTooLong() {
        String longest = "x".repeat(FieldRule.LONGEST_VALUE);
        assertThat(after("A: " + longest, replaceA("x*", "y"))).isEqualTo("A: y");
        assertThat(after("A: x" + longest, replaceA("x*", "y"))).isEqualTo("A: x" + longest);
    }

    @Test
    void keepsOctetsThatAreNoAscii() {
        assertThat(after("A: \u00e9|\u0042: y", SET_A, new FieldRule.Set("B", "2", false)))
                .isEqualTo("A: 1|B: 2");
        assertThat(after("A: \u00e9", replaceA("e", "x"))).isEqualTo("A: \u00e9");
    }

    private static HeaderRules rules(FieldRule... rules) {
        return new HeaderRules(Optional.empty(), List.of(rules), List.of());
    }

    @Test
    void theFirstSiteThatFitsComesAfterTheRest() {
        HeaderEdits.BySite edits =
                HeaderEdits.BySite.of(
                        new HeaderSettings(
                                HeaderSettings.DEFAULT.disclosure(),
                                Optional.empty(),
                                rules(SET_A),
                                List.of(
                                        site("www.example.org", rules(REMOVE_A)),
                                        site(".example.org", rules(replaceA("1", "2"))),
                                        site("*.example.*", HeaderRules.NONE))));
        assertThat(after("A: x", request(edits, "www.example.org"))).isEmpty();
        assertThat(after("A: x", request(edits, "a.example.org"))).isEqualTo("A: 2");
        assertThat(after("A: x", request(edits, "example.org"))).isEqualTo("A: 2");
        assertThat(after("A: x", request(edits, "a.example.net"))).isEqualTo("A: 1");
        assertThat(after("A: x", request(edits, "notexample.org"))).isEqualTo("A: 1");
        assertThat(request(edits, "a.test")).isSameAs(request(edits, "b.test"));
    }

    private static SiteRules site(String host, HeaderRules rules) {
        return new SiteRules(HostPattern.parse(host).orElseThrow(), rules);
    }

    private static FieldEdits request(HeaderEdits.BySite edits, String host) {
        return edits.of(Host.parse(host).orElseThrow()).request();
    }

    @Test
    void nothingIsDoneWithoutRules() {
        HeaderEdits edits =
                HeaderEdits.BySite.of(HeaderSettings.DEFAULT).of(Host.parse("a").orElseThrow());
        assertThat(edits).isSameAs(HeaderEdits.NONE);
        assertThat(edits.request().begin()).isSameAs(Editing.NONE);
    }

    /// What is shipped keeps to what a pool file may say, and makes clients look alike.
    @ParameterizedTest
    @EnumSource(Preset.class)
    void presetsMakeClientsAlike(Preset preset) {
        assertThat(preset.rules())
                .hasSizeGreaterThan(3)
                .allSatisfy(rule -> assertThat(Untouchable.problemInRequest(rule)).isEmpty());
        FieldEdits edits =
                new HeaderRules(Optional.of(preset), List.of(), List.of())
                        .then(HeaderRules.NONE)
                        .request();
        String one = "User-Agent: a|Accept: text/html|Accept-Language: de|Sec-CH-UA: x|DPR: 2";
        String other = "User-Agent: curl/8|Accept: text/html;q=1|Accept-Language: ";
        assertThat(after(one, edits)).isEqualTo(after(other, edits)).contains("Mozilla/5.0");
        assertThat(after("Accept: application/json", edits)).contains("Accept: application/json");
    }
}
