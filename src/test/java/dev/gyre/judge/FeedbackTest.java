package dev.gyre.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.inbound.client.Asker;
import dev.gyre.inbound.client.BuiltInTarget.Answer;
import dev.gyre.net.Target;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

final class FeedbackTest {

    private static final Token TOKEN = new Token("0123456789abcdef0123456789abcdef");
    private static final Feedback FEEDBACK = new Feedback(new PageGuard(TOKEN));

    private final List<String> treated = new ArrayList<>();

    private Answer answer(String method, String path, Asker.Outcome outcome) {
        return FEEDBACK.answer(
                new Said(method, path, Map.of()),
                (target, banned, egress) -> {
                    treated.add(target.host() + " " + banned + " " + egress.orElse("-"));
                    return outcome;
                });
    }

    private Answer answer(String path) {
        return answer("POST", path, Asker.Outcome.TAKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/?host=www.example.com&verdict=ban|www.example.com true -",
                "/?verdict=ok&host=WWW.Example.com.|www.example.com false -",
                "/?host=203.0.113.7&verdict=ban&egress=abcd|203.0.113.7 true abcd",
                "/?host=%5B2001:db8::1%5D&verdict=ban|[2001:db8::1] true -",
                "/?host=a.example&verdict=ok&token=what|a.example false -"
            })
    void handsOnWhatIsSaid(String path, String what) {
        assertThat(answer(path)).isEqualTo(Answer.DONE);
        assertThat(treated).containsExactly(what);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?",
                "/?host=a.example",
                "/?verdict=ban",
                "/?host=&verdict=ban",
                "/?host=a.example&verdict=BAN",
                "/?host=a.example&verdict=",
                "/?host=a.example&verdict",
                "/?host=a.example&verdict=ban&verdict=ok",
                "/?host=a.example&host=b.example&verdict=ban",
                "/?host=a.example&verdict=ban&ttl=1",
                "/?host=a.example&verdict=ban&",
                "/?host=a%zz&verdict=ban",
                "/?host=a.example:80&verdict=ban",
                "/?host=a/b&verdict=ban",
                "/x?host=a.example&verdict=ban",
                "*",
                "/?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=10&k=11&l=12&m=13&n=14&o=15&p=16&q=17"
            })
    void refusesWhatItDoesNotUnderstandInASentence(String path) {
        Answer answer = answer(path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).endsWith(".").doesNotContain("\n", "\"", "<", "\\");
        assertThat(treated).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "post", "OPTIONS"})
    void isGivenWithPost(String method) {
        Answer answer = answer(method, "/?host=a.example&verdict=ban", Asker.Outcome.TAKEN);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(treated).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Asker.Outcome.class, mode = EnumSource.Mode.EXCLUDE, names = "TAKEN")
    void saysWhyItCannotBeHeeded(Asker.Outcome outcome) {
        Answer answer = answer("POST", "/?host=a.example&verdict=ban", outcome);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text()).endsWith(".");
    }

    @Test
    void isNotForPages() {
        String path = "/?host=a.example&verdict=ban";
        String known = path + "&token=" + TOKEN.text();
        Map<String, String> browser = Map.of("user-agent", "Mozilla/5.0");
        assertThat(FEEDBACK.admits(new Said("POST", path, Map.of()))).isTrue();
        assertThat(FEEDBACK.admits(new Said("POST", path, browser))).isFalse();
        assertThat(FEEDBACK.admits(new Said("POST", known, browser))).isTrue();
        assertThat(FEEDBACK.admits(new Said("POST", known, Map.of("origin", "null")))).isFalse();
        assertThat(FEEDBACK.is(Target.parse("feedback.gyre:80").orElseThrow())).isTrue();
        assertThat(FEEDBACK.is(Target.parse("feedback.gyre:443").orElseThrow())).isFalse();
    }
}
