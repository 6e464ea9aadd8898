package dev.gyre.app;

import dev.gyre.access.Users;
import dev.gyre.app.upkeep.FileStamps;
import dev.gyre.config.ConfigException;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopTrust;
import dev.gyre.egress.ListSource;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Where the pool file is, and what stands over it: it can be read again.
///
/// @param environment the value of an environment variable
/// @param listen where to listen instead of where the file says; empty for that
public record PoolSource(
        Path file, Function<String, Optional<String>> environment, List<InetSocketAddress> listen) {

    public PoolSource {
        listen = List.copyOf(listen);
    }

    /// As the file is now. Blocks.
    public PoolFile read() throws ConfigException {
        PoolFile pool = PoolFile.read(file, environment);
        if (listen.isEmpty()) {
            return pool;
        }
        PoolFile there = pool.withListen(listen);
        there.checkListeners(file);
        return there;
    }

    /// All files on which it depends what a pool file comes to, itself included.
    Set<Path> files(PoolFile pool) {
        Set<Path> files = new HashSet<>();
        files.add(file);
        pool.upkeep().countries().ifPresent(files::add);
        files.addAll(pool.dns().files());
        pool.inbound().users().flatMap(Users::file).ifPresent(files::add);
        pool.lists()
                .all()
                .forEach(list -> {
                    if (list.source() instanceof ListSource.File(Path path, _)) {
                        files.add(path);
                    }
                });
        pool.inbound()
                .doors()
                .forEach(door -> door.tls().ifPresent(tls -> files.addAll(tls.sources().all())));
        pool.inbound().policy().pages().forEach(page -> files.add(page.file()));
        for (EgressEntry entry : pool.egress()) {
            switch (entry) {
                case EgressEntry.Listing(ListSource.File list, _) -> files.add(list.path());
                case EgressEntry.Through through ->
                        through.hops().forEach(hop -> addAuthorities(hop, files));
                case EgressEntry.Gateway gateway -> addAuthorities(gateway.template().hop(), files);
                case EgressEntry.Listing _,
                        EgressEntry.Interface _,
                        EgressEntry.Source _,
                        EgressEntry.Prefix _,
                        EgressEntry.Tor _ -> {}
            }
        }
        return files;
    }

    private static void addAuthorities(Hop hop, Set<Path> files) {
        hop.trust()
                .flatMap(HopTrust::authorities)
                .ifPresent(authorities -> files.add(authorities.file()));
    }

    /// How the files are now on which it depends what a pool file comes to. To be taken before a proxy reads lists. Blocks.
    public FileStamps stamps(PoolFile pool) {
        return FileStamps.of(files(pool));
    }
}
