package dev.gyre.egress;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A short, stable name of an egress: a hash of what it is. Tells nothing of the address or the credentials behind it to
/// somebody who does not know them already.
///
/// @param text 16 hexadecimal digits
public record EgressId(String text) {

    /// The id of the egress that this canonical text describes.
    static EgressId of(String canonical) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(canonical.getBytes(StandardCharsets.UTF_8));
            return new EgressId(HexFormat.of().formatHex(hash, 0, 8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
