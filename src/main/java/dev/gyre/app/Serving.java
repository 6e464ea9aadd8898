package dev.gyre.app;

import dev.gyre.config.PoolFile;
import dev.gyre.egress.EgressPool;
import dev.gyre.inbound.InboundSettings.Reveal;
import dev.gyre.inbound.client.RevealedEgresses;
import dev.gyre.inbound.client.Service;
import dev.gyre.inbound.client.ServiceSettings;
import dev.gyre.probe.Prober;
import dev.gyre.rotation.EgressIds;
import dev.gyre.rotation.Secret;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Who serves clients, and who tries egresses without them. Used under its owner's lock.
final class Serving {

    private final Service service;
    private final Secret secret;
    private final Function<PoolFile, Optional<Prober>> probers;
    private PoolFile file;
    private Optional<Prober> prober;

    /// Begins to try egresses, if the file says so.
    ///
    /// @param probers makes who tries egresses by a file, and has it begin
    Serving(
            PoolFile file,
            Service service,
            Secret secret,
            Function<PoolFile, Optional<Prober>> probers) {
        this.file = file;
        this.service = service;
        this.secret = secret;
        this.probers = probers;
        this.prober = probers.apply(file);
    }

    /// What holds for all clients by a file.
    ///
    /// @param before the names of egresses that clients know already
    static ServiceSettings settings(
            PoolFile file, Secret secret, Optional<RevealedEgresses> before) {
        return new ServiceSettings(
                file.inbound().timeouts(),
                file.inbound().tunnels(),
                file.inbound().heads(),
                file.outbound(),
                file.inbound().claims(),
                file.inbound().reveal() == Reveal.EGRESS_ID
                        ? before.or(() -> Optional.of(new RevealedEgresses(new EgressIds(secret))))
                        : Optional.empty());
    }

    /// Goes by another file from now on. Who tries egresses is another where that makes a difference, and begins anew.
    void use(PoolFile next) {
        service.use(settings(next, secret, service.settings().reveal()));
        if (!ofProbes(next).equals(ofProbes(file))) {
            prober.ifPresent(Prober::close);
            prober = probers.apply(next);
        }
        file = next;
    }

    private static List<Object> ofProbes(PoolFile file) {
        return List.of(
                file.probes(),
                file.targets(),
                file.outbound().connect(),
                file.outbound().handshake());
    }

    /// Goes by another pool from now on.
    void use(EgressPool next) {
        prober.ifPresent(each -> each.use(next));
    }

    /// Some egresses have left.
    void closeIdleOfThoseThatLeft() {
        service.closeIdleOfThoseThatLeft();
    }

    /// Tries egresses no more.
    void close() {
        prober.ifPresent(Prober::close);
    }
}
