package dev.gyre.app;

import dev.gyre.config.PoolFile;
import dev.gyre.inbound.DoorSettings;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The keys of a pool file that take effect only when the proxy starts.
final class LaterKeys {

    private record Key(String name, Function<PoolFile, Object> value) {

        boolean differs(PoolFile one, PoolFile other) {
            return !value.apply(one).equals(value.apply(other));
        }
    }

    private static final List<Key> KEYS =
            List.of(
                    new Key(
                            "listen",
                            file ->
                                    List.of(
                                            file.inbound().doors().stream()
                                                    .map(DoorSettings::lasting)
                                                    .toList(),
                                            file.inbound().names().listen())),
                    new Key("dns.clients", file -> file.inbound().names().clients()),
                    new Key("sessions.secret", file -> file.rotation().sessions().secret()),
                    new Key("dns", file -> file.dns().withHosts(Map.of())),
                    new Key("hosts", file -> file.dns().hosts()),
                    new Key("limits.connections", file -> file.inbound().connections()),
                    new Key("limits.file", file -> file.inbound().limits().file()),
                    new Key(
                            "reload",
                            file -> List.of(file.upkeep().watch(), file.upkeep().drain())),
                    new Key("state", file -> file.upkeep().state()));

    private LaterKeys() {}

    /// The names of those that were changed, and are not what the proxy runs with.
    ///
    /// @param running the file that the proxy was started with
    static List<String> changed(PoolFile running, PoolFile before, PoolFile now) {
        return KEYS.stream()
                .filter(key -> key.differs(before, now) && key.differs(running, now))
                .map(Key::name)
                .toList();
    }
}
