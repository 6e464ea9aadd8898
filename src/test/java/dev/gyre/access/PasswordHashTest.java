package dev.gyre.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is kept of passwords.
final class PasswordHashTest {

    /// By the reference implementation: `echo -n password | argon2 somesalt -id -t 2 -m 16 -p 4 -l 24`, as its test vectors have it.
    private static final String REFERENCE =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    @Test
    void knowsWhatTheReferenceImplementationMade() {
        PasswordHash hash = PasswordHash.parse(REFERENCE).orElseThrow();
        assertThat(hash.isOf("password")).isTrue();
        assertThat(hash.isOf("Password")).isFalse();
        assertThat(hash.text()).isEqualTo(REFERENCE);
    }

    @ParameterizedTest
    @CsvSource({
        // By crypt(3) of the C library.
        "$2b$06$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWHu, password",
        "$2y$05$N9qo8uLOickgx2ZMRZoMyeJaF5nOgQoWZX8rfzQuAUr9KJF275P/q, paäss",
        "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe, a",
    })
    void knowsWhatOtherProgramsMadeWithBcrypt(String text, String password) {
        PasswordHash hash = PasswordHash.parse(text).orElseThrow();
        assertThat(hash.isOf(password)).isTrue();
        assertThat(hash.isOf(password + "x")).isFalse();
        assertThat(hash.text()).isEqualTo(text);
    }

    /// As bcrypt does: no more than 72 octets count.
    @Test
    void takesALongPasswordAsOthersDo() {
        PasswordHash hash =
                PasswordHash.parse("$2b$04$......................SZFhVdUK5wGKY4lx/QrgUMHG0XsWjbi")
                        .orElseThrow();
        assertThat(hash.isOf("x".repeat(100))).isTrue();
        assertThat(hash.isOf("x".repeat(72))).isTrue();
        assertThat(hash.isOf("x".repeat(71))).isFalse();
    }

    @Test
    void knowsItsOwn() {
        PasswordHash hash = PasswordHash.of("pass wörd");
        assertThat(hash.isOf("pass wörd")).isTrue();
        assertThat(hash.isOf("pass word")).isFalse();
        assertThat(PasswordHash.parse(hash.text())).contains(hash);
        assertThat(PasswordHash.of("pass wörd")).as("another salt").isNotEqualTo(hash);
        assertThat(hash.text()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void aDecoyCostsTheSameAndIsOfNothing() {
        PasswordHash argon2id = PasswordHash.of("secret");
        String decoy = argon2id.decoy().text();
        assertThat(decoy).hasSameSizeAs(argon2id.text()).isNotEqualTo(argon2id.text());
        assertThat(decoy).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(argon2id.decoy().isOf("secret")).isFalse();
        PasswordHash bcrypt =
                PasswordHash.parse("$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe")
                        .orElseThrow();
        assertThat(bcrypt.decoy().isOf("a")).isFalse();
        assertThat(bcrypt.decoy().text()).startsWith("$2a$06$m0CrhHm10qJ3lXRY.5zDGO");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                // Too much memory, too many passes, no lane, less memory than its lanes need.
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=999,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=2,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=8,t=2,p=4$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$",
                "$2a$31$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe",
                "$2a$03$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe",
                "$2x$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe",
                "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfx",
                "$apr1$zjCgJ7tO$S4.cVFxQB4q9qkP8IoLXI/",
                "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
            })
    void isNothingElse(String text) {
        assertThat(PasswordHash.parse(text)).isEmpty();
    }

    @Test
    void neverPrints() {
        PasswordHash hash = PasswordHash.parse(REFERENCE).orElseThrow();
        assertThat(hash + " " + User.of("alice", hash)).isEqualTo("*** alice");
    }
}
