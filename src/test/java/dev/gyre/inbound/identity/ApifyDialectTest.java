package dev.gyre.inbound.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.inbound.identity.Claims.Unknown;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Parameters with commas between them.
final class ApifyDialectTest {

    private final Claims ignoring = new Claims(Unknown.IGNORE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    groups-X,session-abc,country-US | '' session abc; country us; group x
                    groups-RESIDENTIAL              | '' group residential
                    session-my_session_1,country-US | '' session my_session_1; country us
                    country-US,groups-X             | '' country us; group x
                    auto                            | ''
                    auto,session-abc                | '' session abc
                    session-abc,auto                | '' session abc
                    groups-BUY-94952,session-abc    | '' session abc; group buy-94952
                    alice,session-abc               | 'alice' session abc
                    al-ice,country-us,rotate        | 'al-ice' country us; rotate
                    alice,rotate                    | 'alice' rotate
                    city-x,session-abc              | '' session abc
                    session-abc,foo-bar             | '' session abc
                    Doe, John                       | 'Doe, John'
                    smith,session                   | 'smith,session'
                    alice,city-x                    | 'alice,city-x'
                    auto,alice                      | 'auto,alice'
                    groups-X,session                | error: session has no value
                    groups-X,session-               | error: session has no value
                    session-a-b,country-us          | error: session name must be 1 to 64 letters, digits or _
                    session-a,b                     | error: session name must be 1 to 64 letters, digits or _
                    country-us,1                    | error: a parameter must be followed by another one, or by nothing
                    country-us,                     | error: a parameter must be followed by another one, or by nothing
                    groups-A+B,session-abc          | error: group must be 1 to 64 letters, digits, _, . or -
                    groups-A,groups-B               | error: group is given twice, with different values
                    country-us,rotate-1             | error: rotate takes no value
                    """)
    void isRead(String user, String expected) {
        assertThat(Said.by(ignoring, user, "secret")).isEqualTo(expected);
    }
}
