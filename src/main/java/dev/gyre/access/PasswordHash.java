package dev.gyre.access;

import java.util.Optional;

/// What is kept of a password: enough to know it again, too little to tell it. Immutable; safe for all threads.
public sealed interface PasswordHash permits Argon2idHash, BcryptHash {

    /// What is expected of a text.
    String EXPECTED =
            "a password's hash, as `gyre hash` prints it ($argon2id$…), or `htpasswd -B` ($2y$…)";

    /// One of no password, that any may stand in the place of.
    PasswordHash NONE = Argon2idHash.decoyOfItsKind();

    /// The hash that a text spells: `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH` (RFC 9106, in the PHC string format), or `$2y$10$…` as
    /// `htpasswd -B` writes it. Nothing when it is neither, or when it would take more memory or time than a log-in may.
    static Optional<PasswordHash> parse(String text) {
        return text.startsWith(Argon2idHash.START)
                ? Argon2idHash.parse(text).map(PasswordHash.class::cast)
                : BcryptHash.parse(text).map(PasswordHash.class::cast);
    }

    /// A new one, by Argon2id with a random salt. Blocks for some hundredths of a second.
    static PasswordHash of(String password) {
        return Argon2idHash.of(password);
    }

    /// Whether it is of this password. Takes tens of milliseconds and megabytes, by design: not for event loops. A wrong password
    /// takes as long as the right one.
    boolean isOf(String password);

    /// One that takes as long, and is of no password.
    PasswordHash decoy();

    /// As it is written in a file.
    String text();
}
