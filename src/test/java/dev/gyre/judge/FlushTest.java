package dev.gyre.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.inbound.client.Asker;
import dev.gyre.inbound.client.BuiltInTarget.Answer;
import dev.gyre.net.Target;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

final class FlushTest {

    private static final Token TOKEN = new Token("0123456789abcdef0123456789abcdef");

    private final AtomicInteger flushed = new AtomicInteger();
    private final Flush flush = new Flush(new PageGuard(TOKEN), flushed::incrementAndGet);

    private record Client(boolean isOfThisMachine) implements Asker {
        @Override
        public Outcome treated(Target target, boolean banned, Optional<String> egressId) {
            throw new AssertionError("nothing is said of a site");
        }
    }

    private Answer answer(String method, String path, boolean here) {
        return flush.answer(new Said(method, path, Map.of()), new Client(here));
    }

    @Test
    void tellsHowManyAnswersThereWere() {
        assertThat(answer("POST", "/flush", true))
                .isEqualTo(new Answer(200, "1 answer was dropped."));
        assertThat(answer("POST", "/flush?token=x", true))
                .isEqualTo(new Answer(200, "2 answers were dropped."));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /flush, false, 403",
        "GET, /flush, true, 405",
        "post, /flush, true, 405",
        "POST, /, true, 404",
        "POST, /flush/, true, 404",
        "POST, /flushes, true, 404"
    })
    void refusesEverythingElse(String method, String path, boolean here, int status) {
        assertThat(answer(method, path, here).status()).isEqualTo(status);
        assertThat(flushed).hasValue(0);
    }

    @Test
    void isNotFoundByPages() {
        assertThat(flush.is(Target.parse("dns.gyre:80").orElseThrow())).isTrue();
        assertThat(flush.is(Target.parse("dns.gyre:443").orElseThrow())).isFalse();
        assertThat(flush.admits(new Said("POST", "/flush", Map.of()))).isTrue();
        assertThat(flush.admits(new Said("POST", "/flush", Map.of("origin", "http://a.example"))))
                .isFalse();
        assertThat(flush.admits(new Said("POST", "/flush", Map.of("user-agent", "Mozilla/5.0"))))
                .isFalse();
    }
}
