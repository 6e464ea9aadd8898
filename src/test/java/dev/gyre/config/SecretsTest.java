package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proxy: http://user:pass@h:1 | proxy: http://user:****@h:1",
                "[http://a:1, http://u:p@b, http://c] | [http://a:1, http://u:*@b, http://c]",
                "[http://a:1,http://u:p@b,http://c:2] | [http://a:1,http://u:*@b,http://c:2]",
                "http://u:pa ss,@x@h:1 | http://u:********@h:1",
                "http://user@h | http://****@h",
                "proxy: user:pass@h | proxy: *********@h",
                "http://user:pass | http://user:****",
                "http://[2001:db8::1]:8080/ | http://[2001:db8::1]:8080/",
                "http://h:8080 | http://h:8080",
                "proxy: 10.0.0.1:8080:user:secret | proxy: 10.0.0.1:8080:***********",
                "{user: bob, pass: hunter2} | {user: bob, pass: *******}",
                "{secret: \"a b, c\", max: 1} | {secret: ********, max: 1}",
                "password: hunter2 | password: *******",
                "listen: 127.0.0.1:8080 | listen: 127.0.0.1:8080",
            })
    void areMaskedLetterByLetter(String text, String shown) {
        assertThat(Secrets.masked(text)).isEqualTo(shown);
        assertThat(Secrets.masked(shown)).isEqualTo(shown);
    }
}
