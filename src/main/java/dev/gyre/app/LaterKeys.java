package dev.gyre.app;

import dev.gyre.config.PoolFile;

import java.util.List;
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
                    new Key("listen", file -> file.inbound().listen()),
                    new Key(
                            "rotate",
                            file ->
                                    List.of(
                                            file.rotation().every(),
                                            file.rotation().pick(),
                                            file.rotation().distance())),
                    new Key(
                            "sessions",
                            file -> List.of(file.rotation().sessions(), file.inbound().claims())),
                    new Key("dns", PoolFile::dns),
                    new Key(
                            "timeouts",
                            file ->
                                    List.of(
                                            file.inbound().timeouts(),
                                            file.inbound().shutdown(),
                                            file.outbound().connect(),
                                            file.outbound().handshake(),
                                            file.outbound().idle())),
                    new Key("tunnels", file -> file.inbound().tunnels()),
                    new Key(
                            "limits",
                            file ->
                                    List.of(
                                            file.inbound().heads(),
                                            file.inbound().connections(),
                                            file.outbound().waiting())),
                    new Key("attempts", file -> file.outbound().attempts()),
                    new Key("reveal", file -> file.inbound().reveal()),
                    new Key("reuse", file -> file.outbound().reuse()),
                    new Key("hedge", file -> file.outbound().hedge()),
                    new Key(
                            "health",
                            file ->
                                    List.of(
                                            file.health().failures(),
                                            file.health().rate(),
                                            file.health().window(),
                                            file.health().out(),
                                            file.health().most(),
                                            file.health().floor())),
                    new Key("cool-down", file -> file.health().coolDowns()),
                    new Key("caps", file -> file.health().caps()),
                    new Key("anonymity", file -> file.health().grade()),
                    new Key("probes", PoolFile::probes),
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
