package dev.gyre.inbound.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.inbound.identity.Claims.Unknown;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Parameters without keywords.
final class WebshareDialectTest {

    private final Claims ignoring = new Claims(Unknown.IGNORE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    alice-us-1234                    | 'alice' session 1234; country us
                    alice-US-0                       | 'alice' session 0; country us
                    alice-rotate                     | 'alice' rotate
                    alice-us-rotate                  | 'alice' country us; rotate
                    al-ice-us-1                      | 'al-ice' session 1; country us
                    bot-1-rotate                     | 'bot-1' rotate
                    alice-us-city_los_angeles-1234   | 'alice' session 1234; country us
                    alice-us-city_los_angeles-rotate | 'alice' country us; rotate
                    alice-us-city_los_angeles        | 'alice' country us
                    alice-us-us-1                    | 'alice' session 1; country us
                    -us-1                            | '' session 1; country us
                    -rotate                          | '' rotate
                    jo-1                             | 'jo-1'
                    us-1234                          | 'us-1234'
                    us-rotate                        | 'us' rotate
                    alice-us                         | 'alice-us'
                    alice-1234                       | 'alice-1234'
                    alice-usa-1234                   | 'alice-usa-1234'
                    alice-us-12a                     | 'alice-us-12a'
                    alice-us-                        | 'alice-us-'
                    my-rotate-bot                    | 'my-rotate-bot'
                    alice-city_x-1                   | 'alice-city_x-1'
                    alice-us-my_app-1                | 'alice-us-my_app-1'
                    alice-cc-1234                    | error: country must be two letters
                    alice-us-gb-1234                 | error: country is given twice, with different values
                    alice-us-gb-rotate               | error: country is given twice, with different values
                    alice-us-1234-rotate             | error: rotate and the number of a session exclude each other
                    """)
    void isRead(String user, String expected) {
        assertThat(Said.by(ignoring, user, "secret")).isEqualTo(expected);
    }
}
