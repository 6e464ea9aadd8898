package dev.gyre.config;

import org.snakeyaml.engine.v2.nodes.Node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The other files that a pool file names: those that are read, and those that the proxy writes. None may be both, and none may be
/// written for two purposes: what the user wrote must not be overwritten. Not thread-safe.
final class NamedFiles {

    /// A place in the pool file.
    private record Place(String key, int line) {}

    /// A file that is to be written.
    ///
    /// @param purpose what is kept there: the same file may be named again for the same
    private record Written(Path file, String key, Node node, Object purpose) {}

    private final Map<Path, Place> read = new LinkedHashMap<>();
    private final Set<Written> written = new LinkedHashSet<>();

    void reads(Path file, String key, Node node) {
        read.putIfAbsent(file, new Place(key, Reading.line(node)));
    }

    void writes(Path file, String key, Node node, Object purpose) {
        written.add(new Written(file, key, node, purpose));
    }

    /// All that are read.
    Set<Path> read() {
        return Set.copyOf(read.keySet());
    }

    /// Has each that is written and something else told of. Blocks to follow links.
    ///
    /// @param file the pool file itself
    void check(Path file, Reading reading) {
        if (written.isEmpty()) {
            return;
        }
        Map<Path, Place> taken = new HashMap<>();
        read.forEach((path, place) -> taken.putIfAbsent(real(path), place));
        Path self = real(file);
        Map<Path, Written> before = new HashMap<>();
        for (Written each : written) {
            Path place = real(each.file());
            Written other = before.putIfAbsent(place, each);
            if (place.equals(self)) {
                tell(reading, each, "the pool file itself");
            } else if (taken.containsKey(place)) {
                Place its = taken.get(place);
                tell(reading, each, "the file of '" + its.key() + "' in line " + its.line());
            } else if (other != null && !other.purpose().equals(each.purpose())) {
                tell(
                        reading,
                        each,
                        "also that of '" + other.key() + "' in line " + Reading.line(other.node()));
            }
        }
    }

    private static void tell(Reading reading, Written file, String what) {
        reading.problem(
                file.node(),
                file.key() + " is " + what + "; it needs one of its own, since it is written anew");
    }

    /// Where a file is, or would be.
    private static Path real(Path path) {
        Path file = path.toAbsolutePath().normalize();
        try {
            return file.toRealPath();
        } catch (IOException absent) {
            Path folder = file.getParent();
            try {
                return folder == null
                        ? file
                        : folder.toRealPath().resolve(String.valueOf(file.getFileName()));
            } catch (IOException noFolder) {
                return file;
            }
        }
    }
}
