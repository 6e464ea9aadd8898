package dev.gyre.inbound.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.inbound.identity.Claims.Unknown;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Parameters in a password.
final class IproyalPasswordTest {

    private final Claims ignoring = new Claims(Unknown.IGNORE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    secret_session-abcd1234_lifetime-10m_country-us | 'alice' session abcd1234; ttl 600; country us
                    secret_country-us                               | 'alice' country us
                    _country-us                                     | 'alice' country us
                    se_cr_et_country-us_session-a                   | 'alice' session a; country us
                    secret_streaming-1_country-us                   | 'alice' country us
                    secret_country-us_city-new_york_session-a       | 'alice' session a; country us
                    secret_session-a_b_lifetime-1h                  | 'alice' session a_b; ttl 3600
                    secret_lifetime-45s                             | 'alice' ttl 45
                    secret_lifetime-1d                              | 'alice' ttl 86400
                    secret_country-us_rotate                        | 'alice' country us; rotate
                    secret_session-a_forcerandom-1_skipispstatic-1  | 'alice' session a
                    secret                                          | 'alice'
                    se_cr-et                                        | 'alice'
                    session-abc                                     | 'alice'
                    please_rotate                                   | 'alice'
                    my_session                                      | 'alice'
                    some_city-x                                     | 'alice'
                    secret_lifetime-10                              | error: lifetime must be 1s to 24h, such as 90s or 10m
                    secret_lifetime-2d                              | error: lifetime must be 1s to 24h, such as 90s or 10m
                    secret_lifetime-                                | error: lifetime has no value
                    secret_session-                                 | error: session has no value
                    secret_session-a-b                              | error: session name must be 1 to 64 letters, digits or _
                    secret_session-job_a-1                          | error: session name must be 1 to 64 letters, digits or _
                    secret_country-us,gb                            | error: country must be two letters
                    secret_country-us_x                             | error: country must be two letters
                    secret_session-a_session-b                      | error: session is given twice, with different values
                    """)
    void isRead(String password, String expected) {
        assertThat(Said.by(ignoring, "alice", password)).isEqualTo(expected);
    }
}
