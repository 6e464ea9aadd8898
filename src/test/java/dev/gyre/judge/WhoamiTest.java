package dev.gyre.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Target;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

final class WhoamiTest {

    private static final Token TOKEN = new Token("0123456789abcdef0123456789abcdef");
    private static final Whoami WHOAMI = new Whoami(new PageGuard(TOKEN), List.of(), 1);

    private static boolean admits(String path, Map<String, String> fields) {
        return WHOAMI.admits(new Said("GET", path, fields));
    }

    @ParameterizedTest
    @CsvSource({
        "whoami.gyre:80, true",
        "WhoAmI.Gyre:80, true",
        "whoami.gyre:443, false",
        "whoami.gyre.example:80, false",
        "x.whoami.gyre:80, false"
    })
    void isOneNameOnOnePort(String target, boolean is) {
        assertThat(WHOAMI.is(Target.parse(target).orElseThrow())).isEqualTo(is);
    }

    @Test
    void answersPrograms() {
        assertThat(admits("/", Map.of("user-agent", "curl/8.5.0"))).isTrue();
        assertThat(admits("/", Map.of())).isTrue();
    }

    @Test
    void answersBrowsersThatHaveTheToken() {
        Map<String, String> browser =
                Map.of("user-agent", "Mozilla/5.0 (X11)", "sec-fetch-mode", "navigate");
        assertThat(admits("/?token=" + TOKEN.text(), browser)).isTrue();
        assertThat(admits("/?a=b&token=" + TOKEN.text(), browser)).isTrue();
        for (String path :
                List.of(
                        "/",
                        "/?token=",
                        "/?token=" + TOKEN.text() + "0",
                        "/?token",
                        "/token=" + TOKEN.text(),
                        "/?xtoken=" + TOKEN.text())) {
            assertThat(admits(path, browser)).as(path).isFalse();
        }
        assertThat(admits("/", Map.of("sec-ch-ua", "x")))
                .as("whatever it says that it is")
                .isFalse();
    }

    @Test
    void answersNoPageWhateverItKnows() {
        String path = "/?token=" + TOKEN.text();
        assertThat(admits(path, Map.of("origin", "null"))).isFalse();
        assertThat(admits(path, Map.of("referer", "http://page.example/"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*| TEXT",
                "''| TEXT",
                "text/html,application/xhtml+xml;q=0.9| HTML",
                "application/json| JSON",
                "application/problem+json| JSON"
            })
    void hasAFormForEveryTaste(String accept, WhoamiPage form) {
        assertThat(WhoamiPage.accepted(accept)).isEqualTo(form);
    }

    @Test
    void escapesWhatItShows() {
        List<WhoamiPage.Field> fields = List.of(new WhoamiPage.Field("X", "<b>\"&\\\u0001"));
        assertThat(WhoamiPage.HTML.body("192.0.2.1", fields)).contains("&lt;b&gt;&quot;&amp;\\");
        assertThat(WhoamiPage.JSON.body("192.0.2.1", fields))
                .isEqualTo(
                        "{\"address\":\"192.0.2.1\",\"headers\":[[\"X\",\"<b>\\\"&\\\\\\u0001\"]]}\n");
        assertThat(WhoamiPage.TEXT.body("192.0.2.1", fields))
                .isEqualTo("address: 192.0.2.1\nheaders:\n  X: <b>\"&\\\u0001\n");
    }
}
