package dev.gyre.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.http.Field;
import dev.gyre.probe.Difference.Kind;

import org.junit.jupiter.api.Test;

import java.util.List;

final class HeadComparisonTest {

    private static final String HEAD =
            "GET /a%2Fb HTTP/1.1\r\nHost: h\r\nuser-agent: x\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n";
    private static final List<Field> GONE =
            List.of(new Field("Via", "1.1 inner"), new Field("X-Real-IP", "127.1.2.3"));

    private static List<Difference> differences(String seen) {
        return HeadComparison.of(HEAD, GONE, seen);
    }

    private static List<Kind> kinds(String seen) {
        return differences(seen).stream().map(Difference::kind).toList();
    }

    @Test
    void theSameHeadDiffersInNothing() {
        assertThat(differences(HEAD)).isEmpty();
    }

    @Test
    void tellsWhatWasAdded() {
        assertThat(differences(HEAD.replace("Cookie: b", "X-Forwarded-For: 10.0.0.1\r\nCookie: b")))
                .containsExactly(new Difference(Kind.ADDED, "'X-Forwarded-For: 10.0.0.1'"));
        assertThat(kinds(HEAD.replace("Cookie: b=2", "Cookie: b=2\r\nCookie: b=2")))
                .containsExactly(Kind.ADDED);
    }

    @Test
    void tellsWhatShouldHaveBeenTakenOut() {
        assertThat(differences(HEAD.replace("Host: h\r\n", "Host: h\r\nvia: 1.1 inner\r\n")))
                .containsExactly(new Difference(Kind.PASSED, "'via: 1.1 inner'"));
        assertThat(kinds(HEAD.replace("Host: h\r\n", "Host: h\r\nVia: 1.1 inner, 1.1 hop\r\n")))
                .containsExactly(Kind.ADDED);
    }

    @Test
    void tellsWhatWasRemoved() {
        assertThat(differences(HEAD.replace("Cookie: a=1\r\n", "")))
                .containsExactly(new Difference(Kind.REMOVED, "'Cookie: a=1'"));
    }

    @Test
    void tellsWhatWasSpelledAnew() {
        assertThat(differences(HEAD.replace("user-agent", "User-Agent")))
                .containsExactly(new Difference(Kind.RESPELLED, "user-agent came as User-Agent"));
    }

    @Test
    void tellsWhatWasChanged() {
        assertThat(differences(HEAD.replace("a=1", "a=3")))
                .containsExactly(
                        new Difference(Kind.CHANGED, "'Cookie: a=1' came as 'Cookie: a=3'"));
        assertThat(kinds(HEAD.replace("user-agent: x", "User-Agent: y")))
                .containsExactly(Kind.CHANGED);
    }

    @Test
    void tellsAnotherOrder() {
        assertThat(
                        differences(
                                HEAD.replace("user-agent: x\r\n", "")
                                        .replace("Host: h\r\n", "user-agent: x\r\nHost: h\r\n")))
                .containsExactly(
                        new Difference(Kind.REORDERED, "user-agent, Host, Cookie, Cookie"));
        // Two of one name too.
        assertThat(kinds(HEAD.replace("a=1", "c").replace("b=2", "a=1").replace("=c", "=b=2")))
                .isNotEmpty();
        assertThat(kinds(HEAD.replace("Cookie: a=1\r\nCookie: b=2", "Cookie: b=2\r\nCookie: a=1")))
                .containsExactly(Kind.REORDERED);
    }

    @Test
    void somethingAddedOrRemovedIsNoOtherOrder() {
        assertThat(kinds(HEAD.replace("user-agent: x", "X-New: 1")))
                .hasSize(2)
                .containsOnly(Kind.ADDED, Kind.REMOVED);
    }

    @Test
    void tellsAnotherRequest() {
        assertThat(kinds(HEAD.replace("%2F", "/"))).containsExactly(Kind.REQUEST);
        assertThat(kinds(HEAD.replace("GET", "POST"))).containsExactly(Kind.REQUEST);
        assertThat(kinds(HEAD.replace("GET /a", "GET http://h/a"))).containsExactly(Kind.REQUEST);
        assertThat(kinds(HEAD.replace("HTTP/1.1", "HTTP/1.0"))).containsExactly(Kind.VERSION);
    }

    @Test
    void whateverElseDiffersIsSeenByItsOctets() {
        assertThat(kinds(HEAD.replace("Host: h", "Host:h"))).containsExactly(Kind.FORM);
        assertThat(kinds(HEAD.replace("Host: h", "Host: h "))).containsExactly(Kind.FORM);
        assertThat(kinds(HEAD.replace("Host: h\r\n", "Host: h\r\nnonsense\r\n")))
                .containsExactly(Kind.FORM);
    }

    @Test
    void withoutOrderAndSpellingOnlyTheRestCounts() {
        List<Field> sent = List.of(new Field("user-agent", "x"), new Field("Host", "h"));
        List<Field> seen = List.of(new Field("Host", "h"), new Field("User-Agent", "x"));
        assertThat(HeadComparison.ofFields(sent, List.of(), seen, false)).isEmpty();
        assertThat(HeadComparison.ofFields(sent, List.of(), seen, true)).hasSize(2);
        assertThat(HeadComparison.ofFields(sent, List.of(), seen.subList(0, 1), false))
                .containsExactly(new Difference(Kind.REMOVED, "'user-agent: x'"));
    }

    @Test
    void whatATargetWritesDoesNotReachATerminal() {
        assertThat(
                        differences(
                                HEAD.replace(
                                        "Host: h", "Host: h\r\nX: \u001b[2J" + "y".repeat(500))))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.sentence()).doesNotContain("\u001b").contains("X: ?[2J");
                    assertThat(difference.sentence()).hasSizeLessThan(150);
                });
    }
}
