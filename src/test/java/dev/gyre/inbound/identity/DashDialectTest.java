package dev.gyre.inbound.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.inbound.identity.Claims.Unknown;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pairs of names and values, as three vendors have them.
final class DashDialectTest {

    private final Claims ignoring = new Claims(Unknown.IGNORE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    alice-session-abc                                              | 'alice' session abc
                    alice-session-Abc_09                                           | 'alice' session Abc_09
                    alice-session-abc-country-us                                   | 'alice' session abc; country us
                    alice-country-US                                               | 'alice' country us
                    alice-session-abc-country-us-city-x                            | 'alice' session abc; country us
                    brd-customer-hl_1-zone-res-session-abc                         | 'brd-customer-hl_1-zone-res' session abc
                    brd-customer-hl_1-zone-res-country-us-session-abc              | 'brd-customer-hl_1-zone-res' session abc; country us
                    lum-customer-c_1-zone-static-route_err-pass_dyn-country-gb     | 'lum-customer-c_1-zone-static' country gb
                    lum-customer-c_1-zone-gen-dns-remote-route_err-block-session-7 | 'lum-customer-c_1-zone-gen' session 7
                    brd-customer-c_1-zone-isp-session-a                            | 'brd-customer-c_1-zone-isp' session a
                    alice-session-abc-const                                        | 'alice' session abc; HARD
                    alice-session-abc-direct-country-us                            | 'alice' session abc; country us
                    alice-session-abc-ip-192.0.2.7                                 | 'alice' session abc
                    alice-session-abc-zone-res-customer-c                          | 'alice' session abc
                    alice-country-us-city-los-angeles-session-abc                  | 'alice' session abc; country us
                    alice-SESSION-abc-Country-us                                   | 'alice' session abc; country us
                    alice-group-Pool.1-tag-fast-tag-ssd                            | 'alice' group pool.1; tag fast; tag ssd
                    alice-session-abc-ttl-10m-strength-hard                        | 'alice' session abc; ttl 600; HARD
                    alice-session-abc-rotate                                       | 'alice' session abc; rotate
                    alice-rotate-country-us                                        | 'alice' country us; rotate
                    alice-country-us-rotate-session-abc                            | 'alice' session abc; country us; rotate
                    session-abc                                                    | '' session abc
                    -session-abc                                                   | '' session abc
                    alice--session-abc                                             | 'alice-' session abc
                    alice@example.com-session-abc                                  | 'alice@example.com' session abc
                    älice-session-abc                                              | 'älice' session abc
                    alice-session-abc-session-abc                                  | 'alice' session abc
                    alice-country-us-cc-US                                         | 'alice' country us
                    alice-country-cc                                               | 'alice' country cc
                    alice-cc-cc-session-a                                          | 'alice' session a; country cc
                    alice-country-cc-city-x                                        | 'alice' country cc
                    alice-country-cc-us                                            | error: country has no value
                    alice-session-cc                                               | error: session has no value
                    alice-session                                                  | error: session has no value
                    alice-session-                                                 | error: session has no value
                    alice-session--country-us                                      | error: session has no value
                    alice-session-country-us                                       | error: session has no value
                    alice-country-us-session                                       | error: session has no value
                    alice-session-rotate                                           | error: session has no value
                    alice-session-a.b                                              | error: session name must be 1 to 64 letters, digits or _
                    alice-session-ä                                                | error: session name must be 1 to 64 letters, digits or _
                    alice-session-job-a                                            | error: session name must be 1 to 64 letters, digits or _
                    alice-session-job-a-x                                          | error: session name must be 1 to 64 letters, digits or _
                    alice-session-123e4567-e89b-12d3-a456-426614174000             | error: session name must be 1 to 64 letters, digits or _
                    alice-session-abc-                                             | error: session name must be 1 to 64 letters, digits or _
                    alice-session-a@b                                              | error: session name must be 1 to 64 letters, digits or _
                    alice-country-us-1234                                          | error: a parameter must be followed by another one, or by nothing
                    alice-country-us--session-a                                    | error: a parameter must be followed by another one, or by nothing
                    alice-country-usa                                              | error: country must be two letters
                    alice-country-u1                                               | error: country must be two letters
                    alice-country-random                                           | error: country must be two letters
                    alice-country-us,gb                                            | error: country must be two letters
                    alice-session-a-session-b                                      | error: session is given twice, with different values
                    alice-country-us-country-gb                                    | error: country is given twice, with different values
                    alice-group-a-group-b                                          | error: group is given twice, with different values
                    alice-session-a-const-strength-soft                            | error: strength is given twice, with different values
                    alice-strength-firm                                            | error: strength must be soft or hard
                    alice-group-a:b                                                | error: group must be 1 to 64 letters, digits, _, . or -
                    alice-tag-ä                                                    | error: tag must be 1 to 64 letters, digits, _, . or -
                    """)
    void brightData(String user, String expected) {
        assertThat(Said.by(ignoring, user, "secret")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    customer-alice-cc-US-sessid-abc-sesstime-10  | 'alice' session abc; ttl 600; country us
                    customer-alice-cc-US                         | 'alice' country us
                    customer-alice-cc-GB-city-london-sessid-abc  | 'alice' session abc; country gb
                    customer-alice-st-us_california-sessid-abc   | 'alice' session abc
                    customer-al-ice_1-sessid-abc                 | 'al-ice_1' session abc
                    customer-alice-cc-DE-sessid_oneip-abc        | 'alice' session abc; country de; HARD
                    customer-alice-sid-abc                       | 'alice' session abc
                    customer-sessid-abc                          | 'customer' session abc
                    customer-alice-sessid-abc-sesstime-1440      | 'alice' session abc; ttl 86400
                    customer-alice-sesstime-0                    | error: sesstime must be 1 to 1440, a number of minutes
                    customer-alice-sesstime-1441                 | error: sesstime must be 1 to 1440, a number of minutes
                    customer-alice-sesstime-10m                  | error: sesstime must be 1 to 1440, a number of minutes
                    customer-alice-sesstime-99999999999999999999 | error: sesstime must be 1 to 1440, a number of minutes
                    customer-alice-cc                            | error: cc has no value
                    customer-alice-sessid-a-session-b            | error: session is given twice, with different values
                    customer-alice-sesstime-10-ttl-10m           | 'alice' ttl 600
                    customer-alice-sesstime-10-ttl-11m           | error: ttl is given twice, with different values
                    """)
    void oxylabs(String user, String expected) {
        assertThat(Said.by(ignoring, user, "secret")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    user-alice-country-us-session-abc-sessionduration-30 | 'alice' session abc; ttl 1800; country us
                    user-alice-continent-eu-session-abc                  | 'alice' session abc
                    user-alice-asn-12345-country-us                      | 'alice' country us
                    user-alice-session-abc-sessionduration-1             | 'alice' session abc; ttl 60
                    user-session-abc                                     | 'user' session abc
                    user-user-session-abc                                | 'user' session abc
                    user-alice-sessionduration-x                         | error: sessionduration must be 1 to 1440, a number of minutes
                    user-alice-session-abc-sessionduration               | error: sessionduration has no value
                    """)
    void decodo(String user, String expected) {
        assertThat(Said.by(ignoring, user, "secret")).isEqualTo(expected);
    }
}
