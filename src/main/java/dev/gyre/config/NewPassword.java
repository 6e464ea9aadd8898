package dev.gyre.config;

import dev.gyre.inbound.identity.Claims;
import dev.gyre.net.Credentials;

import java.nio.charset.StandardCharsets;

/// What a new password must be like, so that clients can say it.
public final class NewPassword {

    /// As much as SOCKS5 has room for (RFC 1929), in octets.
    public static final int MOST_OCTETS = 255;

    private NewPassword() {}

    /// Looks at one.
    ///
    /// @throws BadValue with a message that goes on after `the password`, and doesn't show it
    public static void check(String password) throws BadValue {
        if (password.isEmpty()) {
            throw new BadValue("is empty");
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MOST_OCTETS) {
            throw new BadValue("has more than " + MOST_OCTETS + " octets");
        }
        if (password.chars().anyMatch(Character::isISOControl)) {
            throw new BadValue("has a control character");
        }
        if (!Claims.password(new Credentials("", password)).equals(password)) {
            throw new BadValue(
                    "has an end that would be taken for parameters of a session; choose another");
        }
    }
}
