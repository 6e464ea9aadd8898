package dev.gyre.app;

import dev.gyre.access.domains.Blocking;
import dev.gyre.access.domains.DomainLists;
import dev.gyre.access.limits.LimitSettings;
import dev.gyre.access.limits.Terms;
import dev.gyre.anonymity.HeaderEdits;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.EgressPool;
import dev.gyre.inbound.InboundSettings.Reveal;
import dev.gyre.inbound.client.RevealedEgresses;
import dev.gyre.inbound.client.Service;
import dev.gyre.inbound.client.ServiceSettings;
import dev.gyre.probe.Prober;
import dev.gyre.rotation.EgressIds;
import dev.gyre.rotation.Secret;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Who serves clients, and who tries egresses without them. Safe for all threads.
final class Serving {

    private final Service service;
    private final Secret secret;
    private final BiFunction<PoolFile, EgressPool, Optional<Prober>> probers;
    private PoolFile file;
    private Optional<Prober> prober;
    private boolean closed;

    /// Begins to try egresses, if the file says so.
    ///
    /// @param probers makes who tries the egresses of a pool by a file, and has it begin
    Serving(
            PoolFile file,
            EgressPool pool,
            Service service,
            Secret secret,
            BiFunction<PoolFile, EgressPool, Optional<Prober>> probers) {
        this.file = file;
        this.service = service;
        this.secret = secret;
        this.probers = probers;
        this.prober = probers.apply(file, pool);
    }

    /// What holds for all clients by a file.
    ///
    /// @param lists those that it names
    /// @param before the names of egresses that clients know already
    static ServiceSettings settings(
            PoolFile file, DomainLists lists, Secret secret, Optional<RevealedEgresses> before) {
        return new ServiceSettings(
                file.inbound().timeouts(),
                file.inbound().tunnels(),
                file.inbound().heads(),
                file.outbound(),
                file.inbound().claims(),
                file.inbound().users(),
                limits(file),
                file.inbound().policy().with(lists),
                file.inbound().headers(),
                HeaderEdits.BySite.of(file.inbound().headers()),
                new Blocking(lists, file.lists().blocking()),
                file.inbound().reveal() == Reveal.EGRESS_ID
                        ? before.or(() -> Optional.of(new RevealedEgresses(new EgressIds(secret))))
                        : Optional.empty());
    }

    /// How much users, clients and sites may take by a file.
    static LimitSettings limits(PoolFile file) {
        Map<String, Terms> own = new HashMap<>();
        file.inbound()
                .users()
                .ifPresent(users ->
                        users.all()
                                .forEach(user ->
                                        user.limits().ifPresent(its -> own.put(user.name(), its))));
        return file.inbound().limits().withUsers(own);
    }

    /// Goes by another file from now on. Who tries egresses is another where that makes a difference, and begins anew.
    ///
    /// @param lists those that it names
    /// @param pool the one that is gone by now
    /// @param other whether it is another than before
    synchronized void use(PoolFile next, DomainLists lists, EgressPool pool, boolean other) {
        service.use(settings(next, lists, secret, service.settings().reveal()));
        service.requests().use(next.inbound().log());
        if (!next.targets().equals(file.targets())) {
            service.closeIdle();
        }
        boolean anew = !ofProbes(next).equals(ofProbes(file));
        file = next;
        if (closed) {
            return;
        }
        if (anew) {
            prober.ifPresent(Prober::close);
            prober = Optional.empty();
            prober = probers.apply(next, pool);
        } else if (other) {
            prober.ifPresent(each -> each.use(pool));
        }
    }

    /// Lists of domains say something else.
    synchronized void use(DomainLists lists) {
        service.use(settings(file, lists, secret, service.settings().reveal()));
    }

    private static List<Object> ofProbes(PoolFile file) {
        return List.of(
                file.probes(),
                file.targets(),
                file.outbound().connect(),
                file.outbound().handshake());
    }

    /// Some egresses have left.
    void closeIdleOfThoseThatLeft() {
        service.closeIdleOfThoseThatLeft();
    }

    /// Tries egresses no more.
    synchronized void close() {
        closed = true;
        prober.ifPresent(Prober::close);
    }
}
