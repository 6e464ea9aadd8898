package dev.gyre.inbound.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.Narrowing;
import dev.gyre.inbound.identity.Claims.Unknown;
import dev.gyre.rotation.Wish;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

final class SessionFieldTest {

    private static final Wish BASE =
            new Wish(
                    Optional.of("base"),
                    Optional.of(Duration.ofSeconds(7)),
                    Optional.of(Wish.Strength.SOFT),
                    false,
                    new Narrowing(Set.of("slow"), Optional.of("fr"), Optional.of("g")));

    private static String read(Unknown unknown, String value, Wish base) {
        try {
            return Said.text(new Claims(unknown).header(value, base));
        } catch (BadClaim bad) {
            return Said.error(bad);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    abc                                                        | session abc
                    abc; ttl=10m; country=de; tag=fast; group=x; strength=hard | session abc; ttl 600; country de; group x; tag fast; HARD
                    abc;ttl=60;rotate                                          | session abc; ttl 60; rotate
                    abc ; Country = DE ;; Tag=a; tag=b;                        | session abc; country de; tag a; tag b
                    ; country=de                                               | country de
                    country=de                                                 | country de
                    session=abc                                                | session abc
                    rotate                                                     | rotate
                    ; rotate                                                   | rotate
                    session=rotate                                             | session rotate
                    abc; session=abc                                           | session abc
                    abc; city=x                                                | session abc
                    abc; foo                                                   | session abc
                    abc; session=x                                             | error: session is given twice, with different values
                    abc; ttl                                                   | error: ttl has no value
                    abc; ttl=                                                  | error: ttl has no value
                    abc; ttl="10m"                                             | error: ttl must be 1s to 24h, such as 90s or 10m
                    abc; rotate=1                                              | error: rotate takes no value
                    abc; country=deu                                           | error: country must be two letters
                    a b                                                        | error: session name must be 1 to 64 letters, digits or _
                    a,b                                                        | error: session name must be 1 to 64 letters, digits or _
                    ``                                                         | error: session name must be 1 to 64 letters, digits or _
                    ` ; `                                                      | error: session name must be 1 to 64 letters, digits or _
                    -                                                          | error: session name must be 1 to 64 letters, digits or _
                    """)
    void isReadByItself(String value, String expected) {
        assertThat(read(Unknown.IGNORE, value, Wish.NONE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    abc                 | session abc; ttl 7; country fr; group g; tag slow; SOFT
                    ; ttl=1m            | session base; ttl 60; country fr; group g; tag slow; SOFT
                    ; country=de        | session base; ttl 7; country de; group g; tag slow; SOFT
                    ; group=h           | session base; ttl 7; country fr; group h; tag slow; SOFT
                    ; tag=fast; tag=ssd | session base; ttl 7; country fr; group g; tag fast; tag ssd; SOFT
                    ; strength=hard     | session base; ttl 7; country fr; group g; tag slow; HARD
                    rotate              | session base; ttl 7; country fr; group g; tag slow; SOFT; rotate
                    """)
    void overridesWhatItSays(String value, String expected) {
        assertThat(read(Unknown.IGNORE, value, BASE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    abc         | session abc
                    abc; rotate | session abc; rotate
                    ; ttl=5     | ttl 5; rotate
                    """)
    void aNamedSessionTakesBackThatEachRequestIsToRotate(String value, String expected) {
        Wish rotating =
                new Wish(
                        Optional.empty(), Optional.empty(), Optional.empty(), true, Narrowing.NONE);
        assertThat(read(Unknown.IGNORE, value, rotating)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    abc; city=x | error: city is no parameter here
                    abc; foo    | error: a parameter is unknown: there are session, ttl, country, group, tag, strength and rotate
                    foo=bar     | error: a parameter is unknown: there are session, ttl, country, group, tag, strength and rotate
                    """)
    void refusesWhatIsUnknownWhereThatIsConfigured(String value, String expected) {
        assertThat(read(Unknown.REFUSE, value, Wish.NONE)).isEqualTo(expected);
    }
}
