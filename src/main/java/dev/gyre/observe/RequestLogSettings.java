package dev.gyre.observe;

import java.nio.file.Path;
import java.util.Optional;

/// What is written of each request, and where.
///
/// @param place where
/// @param format how a line looks
/// @param client what a line says of who asked
/// @param users whether it names the user who has logged in
/// @param targets what it says of where the request went
/// @param queries whether it tells queries, too, where it tells paths
/// @param maxSize octets of a file; one that would be larger is put aside
/// @param keep how many that were put aside are kept
public record RequestLogSettings(
        Place place,
        Format format,
        Client client,
        boolean users,
        Targets targets,
        boolean queries,
        long maxSize,
        int keep) {

    /// Nothing is written.
    public static final RequestLogSettings NONE =
            new RequestLogSettings(
                    new Place.Nowhere(),
                    Format.JSON,
                    Client.HASHED,
                    false,
                    Targets.SITE,
                    false,
                    100L << 20,
                    5);

    /// Where lines go.
    public sealed interface Place {
        record Nowhere() implements Place {}

        /// The process's standard error.
        record Stderr() implements Place {}

        record File(Path path) implements Place {}
    }

    /// How a line looks.
    public enum Format {
        /// An object of JSON.
        JSON,
        /// As web servers have written it since the first: the Common Log Format.
        COMMON
    }

    /// What a line says of who asked.
    public enum Client {
        /// Nothing.
        NONE,
        /// By which lines of one day are of the same client, and nothing else.
        HASHED,
        /// Its address.
        FULL
    }

    /// What a line says of where a request went.
    public enum Targets {
        /// The site.
        SITE,
        /// The host and the port.
        HOST,
        /// The path as well.
        FULL
    }

    /// Whether anything is written.
    public boolean isOn() {
        return !(place instanceof Place.Nowhere);
    }

    /// The file, if it is one.
    public Optional<Path> file() {
        return place instanceof Place.File(Path path) ? Optional.of(path) : Optional.empty();
    }
}
