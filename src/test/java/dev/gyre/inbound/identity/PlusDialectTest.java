package dev.gyre.inbound.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.inbound.identity.Claims.Unknown;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Parameters with a plus sign before each.
final class PlusDialectTest {

    private final Claims ignoring = new Claims(Unknown.IGNORE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    alice+session=abc+country=us+ttl=60s         | 'alice' session abc; ttl 60; country us
                    alice+ttl=90                                 | 'alice' ttl 90
                    alice+ttl=1h30m                              | 'alice' ttl 5400
                    alice+ttl=24h                                | 'alice' ttl 86400
                    alice+tag=fast+tag=SSD+group=my-pool         | 'alice' group my-pool; tag fast; tag ssd
                    alice+strength=SOFT+session=abc              | 'alice' session abc; SOFT
                    alice+rotate                                 | 'alice' rotate
                    alice+country=de+rotate                      | 'alice' country de; rotate
                    +session=abc                                 | '' session abc
                    al-ice+session=abc                           | 'al-ice' session abc
                    alice-session-x+session=abc                  | 'alice-session-x' session abc
                    alice@example.com+session=abc                | 'alice@example.com' session abc
                    alice+work@example.com+session=abc           | 'alice+work@example.com' session abc
                    alice+a+b+session=abc                        | 'alice+a+b' session abc
                    alice+city=los-angeles+session=abc           | 'alice' session abc
                    alice+session=abc+foo=bar                    | 'alice' session abc
                    alice+sessid=abc+sesstime=5+cc=us            | 'alice' session abc; ttl 300; country us
                    alice+bob                                    | 'alice+bob'
                    c++                                          | 'c++'
                    a+1=2                                        | 'a+1=2'
                    a+=b                                         | 'a+=b'
                    alice+session                                | error: session has no value
                    alice+session=                               | error: session has no value
                    alice+session=a b                            | error: session name must be 1 to 64 letters, digits or _
                    alice+session=a-b                            | error: session name must be 1 to 64 letters, digits or _
                    alice+session=a+b                            | error: session name must be 1 to 64 letters, digits or _
                    alice+session=a+                             | error: session name must be 1 to 64 letters, digits or _
                    alice+country=us+                            | error: a parameter must be followed by another one, or by nothing
                    alice+session=a=b                            | error: session name must be 1 to 64 letters, digits or _
                    alice+ttl=0                                  | error: ttl must be 1s to 24h, such as 90s or 10m
                    alice+ttl=86401                              | error: ttl must be 1s to 24h, such as 90s or 10m
                    alice+ttl=99999999999999999999s              | error: ttl must be 1s to 24h, such as 90s or 10m
                    alice+ttl=9999999999999999d9999999999999999d | error: ttl must be 1s to 24h, such as 90s or 10m
                    alice+ttl=500ms                              | error: ttl must be 1s to 24h, such as 90s or 10m
                    alice+ttl=-5                                 | error: ttl must be 1s to 24h, such as 90s or 10m
                    alice+ttl=m                                  | error: ttl must be 1s to 24h, such as 90s or 10m
                    alice+ttl=5m3                                | error: ttl must be 1s to 24h, such as 90s or 10m
                    alice+ttl=٣                                  | error: ttl must be 1s to 24h, such as 90s or 10m
                    alice+country=ſs                             | error: country must be two letters
                    alice+rotate=yes                             | error: rotate takes no value
                    alice+tag                                    | error: tag has no value
                    """)
    void isRead(String user, String expected) {
        assertThat(Said.by(ignoring, user, "secret")).isEqualTo(expected);
    }
}
