package dev.gyre.app.upkeep;

import dev.gyre.access.limits.Ids;
import dev.gyre.access.limits.Kind;
import dev.gyre.net.Addresses;
import dev.gyre.net.Site;
import dev.gyre.rotation.Secret;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// Users by their names; clients and sites by a hash with a salt and the operator's secret, if there is one, so that the file does not say
/// who was where: without a secret an address can be found out by trying all, with one it can't. Safe for all threads.
///
/// @param salt hexadecimal
/// @param key made of both
record HashedIds(String salt, Secret key) implements Ids {

    private static final int SALT_BYTES = 16;

    /// 128 bits: no two are ever the same.
    private static final int ID_BYTES = 16;

    static HashedIds of(String salt, Optional<Secret> secret) {
        return new HashedIds(
                salt,
                Secret.of(
                        secret.map(its -> HexFormat.of().formatHex(its.digest("quotas", salt)))
                                .orElse(salt)));
    }

    /// With a salt of its own.
    static HashedIds fresh(Optional<Secret> secret) {
        byte[] bytes = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(bytes);
        return of(HexFormat.of().formatHex(bytes), secret);
    }

    @Override
    public String of(Kind kind, Object who) {
        return switch (who) {
            case InetAddress address -> hashed(kind, Addresses.text(address));
            case Site site -> hashed(kind, site.name());
            default -> who.toString();
        };
    }

    private String hashed(Kind kind, String text) {
        byte[] digest = key.digest(kind.name().toLowerCase(Locale.ROOT), text);
        return HexFormat.of().formatHex(Arrays.copyOf(digest, ID_BYTES));
    }
}
