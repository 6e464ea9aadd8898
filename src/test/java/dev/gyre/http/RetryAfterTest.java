package dev.gyre.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

final class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2030-11-06T08:49:37Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|PT1S",
                "0120|PT2M",
                "604800|PT168H",
                "Wed, 06 Nov 2030 08:50:37 GMT|PT1M",
                "Sun, 06 Nov 2030 08:50:37 GMT|PT1M",
                "Wednesday, 06-Nov-30 09:49:37 GMT|PT1H",
                "Wed Nov  6 08:49:40 2030|PT3S",
                "Sun Nov 10 08:49:37 2030|PT96H"
            })
    void isSecondsOrADate(String text, Duration time) {
        assertThat(RetryAfter.parse(text, NOW)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "604801",
                "9223372036854775807",
                "9999999999999999999999999999999999999999999999",
                "Wed, 06 Nov 2069 08:50:37 GMT",
                "Wed Nov  6 08:49:40 9999"
            })
    void isSevenDaysAtMost(String text) {
        assertThat(RetryAfter.parse(text, NOW)).contains(Duration.ofDays(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "+1",
                "1.5",
                "1s",
                "1, 2",
                "soon",
                "Wed, 06 Nov 2030 08:49:37 GMT",
                "Wed, 06 Nov 2030 08:49:36 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Wed, 31 Nov 2030 08:50:37",
                "Wed, 06 Foo 2030 08:50:37 GMT",
                "Wed, 06 Nov 2030 25:50:37 GMT",
                "GMT",
                " GMT",
                "Wed, 06 Nov 2030 08:50:37 GMT and so on and on and on",
                "2030-11-06T08:50:37Z"
            })
    void nonsenseAndThePastSayNothing(String text) {
        assertThat(RetryAfter.parse(text, NOW)).isEmpty();
    }

    @Test
    void isReadFromItsFieldAndNotWhenItIsSaidTwice() {
        assertThat(RetryAfter.of(fields("retry-AFTER:  7 \r\n"), () -> NOW))
                .contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.of(fields("Retry: 7\r\n"), () -> NOW)).isEmpty();
        assertThat(RetryAfter.of(fields("Retry-After: 7\r\nRetry-After: 9\r\n"), () -> NOW))
                .isEmpty();
    }

    private static Fields fields(String lines) {
        HeadParser parser = HeadParser.ofRequests(HeadLimits.DEFAULT);
        assertThat(
                        parser.read(
                                Unpooled.copiedBuffer(
                                        "GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n",
                                        StandardCharsets.ISO_8859_1)))
                .isTrue();
        return parser.request().fields();
    }
}
