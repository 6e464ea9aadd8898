package dev.gyre.inbound.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;

import dev.gyre.inbound.identity.Claims.Unknown;
import dev.gyre.net.Credentials;
import dev.gyre.rotation.Wish;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

final class ClaimsTest {

    private final Claims claims = new Claims(Unknown.IGNORE);

    private static String basic(String text, Charset charset) {
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(charset));
    }

    private String read(String field) {
        try {
            return Said.text(claims.ofBasic(field));
        } catch (BadClaim bad) {
            return Said.error(bad);
        }
    }

    @Test
    void readsBasicCredentials() throws BadClaim {
        String field = basic("älice-session-abc:pass:word", StandardCharsets.UTF_8);
        assertThat(read(field)).isEqualTo("'älice' session abc");
        assertThat(Claims.credentials(field).password()).isEqualTo("pass:word");
        assertThat(read(field.replace("Basic ", " bASIC   ") + " "))
                .isEqualTo("'älice' session abc");
        assertThat(read("Basic Og==")).as("no name, no password").isEqualTo("''");
        assertThat(read("Basic Og")).as("without padding").isEqualTo("''");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ``              | must be of the scheme Basic
                    Basic           | must be of the scheme Basic
                    Basically b     | must be of the scheme Basic
                    Bearer abc      | must be of the scheme Basic
                    Basic !!!!      | is not base64
                    Basic YTpi YTpi | is not base64
                    Basic YTpi=     | is not base64
                    Basic YTpiä     | is not base64
                    Basic YWJj      | has no colon between user name and password
                    """)
    void refusesWhatIsNoBasicField(String field, String message) {
        assertThat(read(field)).isEqualTo("error: Proxy-Authorization " + message);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertThat(read(basic("älice:x", StandardCharsets.ISO_8859_1)))
                .isEqualTo("error: Proxy-Authorization is not UTF-8");
    }

    @Test
    void boundsWhatItReads() {
        String most = "a".repeat(1024);
        assertThat(Said.by(claims, most, most)).isEqualTo("'" + most + "'");
        assertThat(Said.by(claims, most + "a", ""))
                .isEqualTo("error: user name must be at most 1024 characters");
        assertThat(Said.by(claims, "", most + "a"))
                .isEqualTo("error: password must be at most 1024 characters");
        assertThatExceptionOfType(BadClaim.class)
                .isThrownBy(() -> claims.header(most + "a", Wish.NONE))
                .withMessage("Gyre-Session must be at most 1024 characters");
        assertThat(read("Basic " + "A".repeat(8 * 1024)))
                .isEqualTo("error: Proxy-Authorization must be at most 8192 characters");
    }

    @Test
    void boundsNamesAndTags() {
        String most = "s".repeat(64);
        assertThat(Said.by(claims, "a-session-" + most, "")).isEqualTo("'a' session " + most);
        assertThat(Said.by(claims, "a-session-s" + most, "")).contains("session name must be");
        assertThat(Said.by(claims, "a-us-1" + "0".repeat(64), "")).contains("session name must be");
        assertThat(Said.by(claims, "a-group-g" + most, "")).contains("group must be");
        StringBuilder tags = new StringBuilder("a");
        for (int i = 0; i < 16; i++) {
            tags.append("+tag=t").append(i);
        }
        assertThat(Said.by(claims, tags.toString(), "")).contains("tag t15");
        assertThat(Said.by(claims, tags + "+tag=t0", "")).contains("tag t15");
        assertThat(Said.by(claims, tags + "+tag=t16", ""))
                .isEqualTo("error: tag may be given 16 times at most");
    }

    @ParameterizedTest
    @CsvSource({"0", "10", "13", "27", "127", "133"})
    void refusesControlCharactersInANameThatIsLogged(int c) {
        assertThat(Said.by(claims, "alice" + (char) c, ""))
                .isEqualTo("error: user name has a control character");
    }

    @ParameterizedTest
    @CsvSource({
        "secret, secret",
        "secret_session-a_lifetime-10m, secret",
        "se_cr-et_country-us, se_cr-et",
        "secret_streaming-1_country-us, secret",
        "se_cr-et, se_cr-et",
        "_country-us, ''",
        "'', ''",
    })
    void thePasswordToCompareHasNoParameters(String said, String password) {
        assertThat(Claims.password(new Credentials("alice", said))).isEqualTo(password);
    }

    @Test
    void printsNoName() throws BadClaim {
        Claim claim =
                claims.of(
                        new Credentials(
                                "s3cr3t-session-s3ss10n-country-us-const-rotate",
                                "w0rd_lifetime-10m"));
        assertThat(claim).hasToString("user ***, session ***, ttl 600s, HARD, rotate, country=us");
        assertThat(new Claim("", Wish.NONE)).hasToString("no user, any");
    }

    @Test
    void allocatesNoMoreThanTheClaimForAPlainName() throws BadClaim {
        Credentials plain = new Credentials("alice", "secret");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 100_000;
        long before = 0;
        int length = 0;
        for (int i = -1_000; i < rounds; i++) {
            if (i == 0) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            length += claims.of(plain).user().length();
        }
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / rounds;
        assertThat(length).isEqualTo(5 * (rounds + 1_000));
        assertThat(each).isLessThanOrEqualTo(32);
    }
}
