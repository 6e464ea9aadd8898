package dev.gyre.app;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// In which country an address is, by a MaxMind file: GeoLite2, GeoIP2, DB-IP, or another of their form.
///
/// The file is read into memory, and forgotten with this object: one that is replaced or cut short while it is mapped would end the
/// process. Safe for all threads.
final class Countries {

    /// Larger than any that is published, cities included.
    private static final int MOST_OCTETS = 256 << 20;

    private final Reader reader;

    private Countries(Reader reader) {
        this.reader = reader;
    }

    /// Blocks.
    ///
    /// @throws IOException when it can't be read, or is none; says why
    static Countries read(Path file) throws IOException {
        byte[] octets;
        try (InputStream in = Files.newInputStream(file)) {
            octets = in.readNBytes(MOST_OCTETS + 1);
        } catch (IOException unreadable) {
            throw new IOException("countries: " + file + " cannot be read", unreadable);
        }
        if (octets.length > MOST_OCTETS) {
            throw new IOException("countries: " + file + " is too large");
        }
        try {
            return new Countries(new Reader(new ByteArrayInputStream(octets), new CHMCache()));
        } catch (IOException | RuntimeException broken) {
            throw new IOException("countries: " + file + " is no MaxMind file", broken);
        }
    }

    /// The country as two letters in lower case, or nothing when the file does not say.
    ///
    /// @throws IOException when the file is damaged
    Optional<String> of(InetAddress address) throws IOException {
        if (address instanceof Inet6Address && reader.getMetadata().ipVersion() == 4) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(reader.get(address, Map.class)).flatMap(Countries::code);
        } catch (RuntimeException broken) {
            throw new IOException("the map of countries is damaged", broken);
        }
    }

    private static Optional<String> code(Map<?, ?> found) {
        return inside(found, "country")
                .or(() -> inside(found, "registered_country"))
                .or(() -> letters(found.get("country")))
                .or(() -> letters(found.get("country_code")));
    }

    private static Optional<String> inside(Map<?, ?> found, String key) {
        return found.get(key) instanceof Map<?, ?> country
                ? letters(country.get("iso_code"))
                : Optional.empty();
    }

    private static Optional<String> letters(@Nullable Object code) {
        return code instanceof String text && text.matches("[a-zA-Z]{2}")
                ? Optional.of(text.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }
}
