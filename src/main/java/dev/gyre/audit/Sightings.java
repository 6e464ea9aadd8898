package dev.gyre.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a judge saw, until the one who caused it takes it. Holds a thousand; what nobody takes is forgotten. Safe for all threads.
final class Sightings {

    private static final int MOST = 1000;

    private final Map<String, Sighting> seen =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Sighting> eldest) {
                    return size() > MOST;
                }
            };

    /// @param key by which it is found again: of the first sighting that has it
    synchronized void put(String key, Sighting sighting) {
        seen.putIfAbsent(key, sighting);
    }

    synchronized Optional<Sighting> take(String key) {
        return Optional.ofNullable(seen.remove(key));
    }
}
