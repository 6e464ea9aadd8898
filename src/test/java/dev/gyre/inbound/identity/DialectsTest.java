package dev.gyre.inbound.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.inbound.identity.Claims.Unknown;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds in every dialect.
final class DialectsTest {

    private final Claims ignoring = new Claims(Unknown.IGNORE);
    private final Claims refusing = new Claims(Unknown.REFUSE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "jo-ed",
                "bot-1",
                "john-2024",
                "my-user-name",
                "user-1",
                "customer-7",
                "rotate",
                "session",
                "alice_smith",
                "alice@example.com",
                "jo-ed@mail-host.example.com",
                "jo+tag@example.com",
                "jo+a=b@example.com",
                "info-group-eu@example.com",
                "jo@my-tag-x.com",
                "smith, jo@example.com",
                "a-rotate@example.com",
                "-",
                "--",
                "+",
                ",",
                "a-b-c-d-e-f-g-h",
                "ſession-abc",
                "国-1",
                "x-sessions-1",
                "build-ci",
                "DOMAIN\\jo-ed",
            })
    void aNameWithoutParametersIsItself(String user) {
        for (Claims claims : new Claims[] {ignoring, refusing}) {
            assertThat(Said.by(claims, user, "se_cr-et")).isEqualTo(("'" + user + "'").strip());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    alice-session-a  | secret_session-a_lifetime-5m | 'alice' session a; ttl 300
                    alice-us-1       | secret_lifetime-5m           | 'alice' session 1; ttl 300; country us
                    auto             | secret_session-a             | '' session a
                    alice-session-a  | secret_session-b             | error: session is given twice, with different values
                    alice+country=us | secret_country-gb            | error: country is given twice, with different values
                    """)
    void userNameAndPasswordAreReadTogether(String user, String password, String expected) {
        assertThat(Said.by(ignoring, user, password)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    alice-session-abc-city-x                    | secret                        | city is no parameter here
                    alice-city-x-session-abc                    | secret                        | city is no parameter here
                    alice-country-us-STATE-ny                   | secret                        | state is no parameter here
                    customer-alice-st-us_ca-sessid-a            | secret                        | st is no parameter here
                    lum-customer-c-zone-z-dns-remote-country-gb | secret                        | dns is no parameter here
                    alice-session-abc-direct-country-us         | secret                        | direct is no parameter here
                    alice-us-city_x-1                           | secret                        | city is no parameter here
                    city-x,session-abc                          | secret                        | city is no parameter here
                    alice+city=x                                | secret                        | city is no parameter here
                    alice                                       | secret_country-us_streaming-1 | streaming is no parameter here
                    alice                                       | secret_streaming-1_country-us | streaming is no parameter here
                    alice-country-us-foo-bar                    | secret                        | a parameter is unknown: there are session, ttl, country, group, tag, strength and rotate
                    alice+foo=bar                               | secret                        | a parameter is unknown: there are session, ttl, country, group, tag, strength and rotate
                    session-abc,foo-bar                         | secret                        | a parameter is unknown: there are session, ttl, country, group, tag, strength and rotate
                    """)
    void unknownParametersAreRefusedWhereThatIsConfigured(
            String user, String password, String message) {
        assertThat(Said.by(refusing, user, password)).isEqualTo("error: " + message);
        assertThat(Said.by(ignoring, user, password)).doesNotContain("error");
    }
}
