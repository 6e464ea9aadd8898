package dev.gyre.outbound;

import dev.gyre.access.rules.DeniedException;
import dev.gyre.dns.Answer;
import dev.gyre.dns.Families;
import dev.gyre.dns.Route;
import dev.gyre.egress.Egress;
import dev.gyre.egress.HopScheme;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;
import dev.gyre.net.Target;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A connection through all hops of a chain.
///
/// The first hop's name is looked up from here, since somebody must. Every other name is handed to the hop before it; only
/// where that hop can't resolve (socks4, socks5), or is not to, it is looked up here, with the question going through that very hop. A name whose
/// addresses the operator has set is told to nobody. Of several
/// addresses of the first hop, or of the target, the next is tried when one fails or is slow.
final class ChainConnection {

    private final Connector connector;
    private final Egress.Chain chain;
    private final int hops;
    private final Isolation isolation;
    private final Attempt attempt;

    /// @param isolation who may use again what name servers answer
    ChainConnection(Connector connector, Egress.Chain chain, Isolation isolation, Attempt attempt) {
        this.connector = connector;
        this.chain = chain;
        this.hops = chain.hops().size();
        this.isolation = isolation;
        this.attempt = attempt;
    }

    void start(Destination destination) {
        Target target = destination.target();
        if (destination.isOurs()) {
            // It may be a listener of our own.
            InetAddress address = destination.addresses().getFirst();
            Target ours = new Target(new Host.Address(address), target.port());
            resolveServers(servers -> connect(servers, ours, attempt));
        } else if (target.host() instanceof Host.Name name && isLookedUpHere(hops - 1, name)) {
            boolean fixed = !connector.resolver().fixed(name).isEmpty();
            lookUp(
                    hops,
                    name,
                    addresses ->
                            connector
                                    .guard()
                                    .allowed(addresses, fixed)
                                    .ifPresentOrElse(
                                            allowed -> judged(allowed, destination),
                                            () ->
                                                    attempt.fail(
                                                            Failure.TARGET_PROHIBITED,
                                                            target + " is " + addresses)));
        } else {
            destination
                    .judgement()
                    .flatMap(judgement -> judgement.ofUnresolved(target.host()))
                    .ifPresentOrElse(attempt::fail, () -> go(target));
        }
    }

    /// By rules, after the guard.
    private void judged(List<InetAddress> addresses, Destination destination) {
        try {
            goToOne(
                    destination.judgement().isEmpty()
                            ? addresses
                            : destination.judgement().get().allowed(addresses),
                    destination.target().port());
        } catch (DeniedException denied) {
            attempt.fail(denied);
        }
    }

    private void goToOne(List<InetAddress> addresses, int port) {
        List<InetAddress> others =
                addresses.stream()
                        .filter(address -> !isOwn(new InetSocketAddress(address, port)))
                        .toList();
        if (others.isEmpty()) {
            refuse(at(addresses.getFirst(), port));
            return;
        }
        resolveServers(servers ->
                Staggered.connect(
                        others,
                        Between.TARGET_BEHIND_HOPS,
                        connector.beside(),
                        attempt,
                        (address, part) -> connect(servers, at(address, port), part)));
    }

    /// To a target that is not looked up or judged.
    void go(Target target) {
        InetSocketAddress address = Authority.address(target);
        if (!address.isUnresolved() && isOwn(address)) {
            refuse(target);
            return;
        }
        resolveServers(servers -> connect(servers, target, attempt));
    }

    private void refuse(Target target) {
        attempt.fail(Failure.TARGET_PROHIBITED, target + " is a listener of this proxy");
    }

    /// Whether the last hop would come back to a listener of our own by this address. Loopback is another machine's where the hop
    /// is on one.
    private boolean isOwn(InetSocketAddress address) {
        return (chainIsLocal() || !address.getAddress().isLoopbackAddress())
                && connector.own().include(address);
    }

    private boolean chainIsLocal() {
        return chain.hops().get(hops - 1).server().host() instanceof Host.Address(InetAddress at)
                && at.isLoopbackAddress();
    }

    /// Whether what is behind a hop is told to it as an address: it takes no names, or the operator has set this one's.
    private boolean isLookedUpHere(int hop, Host.Name name) {
        return !chain.hops().get(hop).resolvesNames()
                || !connector.resolver().fixed(name).isEmpty();
    }

    private static Target at(InetAddress address, int port) {
        return new Target(new Host.Address(address), port);
    }

    /// Where the hops are connected to: the first at one of some addresses, each other at one, or at a name that the hop before it
    /// resolves.
    private record Servers(List<InetAddress> first, int port, List<InetSocketAddress> others) {

        /// Where each is, with the first at this address.
        List<InetSocketAddress> at(InetAddress address) {
            List<InetSocketAddress> all = new ArrayList<>(others.size() + 1);
            all.add(new InetSocketAddress(address, port));
            all.addAll(others);
            return all;
        }
    }

    /// Finds out where each hop is connected to.
    private void resolveServers(Consumer<Servers> then) {
        Target server = chain.hops().getFirst().server();
        Consumer<List<InetAddress>> first =
                addresses ->
                        resolveServers(
                                1, new Servers(addresses, server.port(), new ArrayList<>()), then);
        switch (server.host()) {
            case Host.Address(InetAddress address) -> first.accept(List.of(address));
            case Host.Name name -> lookUp(0, name, first);
        }
    }

    private void resolveServers(int next, Servers known, Consumer<Servers> then) {
        if (next == hops) {
            then.accept(known);
            return;
        }
        Target server = chain.hops().get(next).server();
        if (server.host() instanceof Host.Name name && isLookedUpHere(next - 1, name)) {
            lookUp(
                    next,
                    name,
                    addresses -> {
                        known.others()
                                .add(new InetSocketAddress(addresses.getFirst(), server.port()));
                        resolveServers(next + 1, known, then);
                    });
        } else {
            known.others().add(Authority.address(server));
            resolveServers(next + 1, known, then);
        }
    }

    /// Looks a name up by way of the first `through` hops; with none, from here.
    private void lookUp(int through, Host.Name name, Consumer<List<InetAddress>> then) {
        boolean hop = through < hops;
        attempt.blameWhenLate(() ->
                new FailureException(
                        hop ? Failure.HOP_NAME : Failure.DNS_TIMEOUT,
                        "no answer in time for " + name));
        Route route = through == 0 ? new Route.Unbound() : through(through);
        Families families =
                through > 0 && isOfIpv4(chain.hops().get(through - 1).scheme())
                        ? Families.IPV4
                        : Families.BOTH;
        connector
                .resolver()
                .resolve(name, route, families, attempt.loop())
                .addListener((Future<Answer> found) -> {
                    if (attempt.isOver()) {
                        return;
                    }
                    if (!found.isSuccess()) {
                        FailureException failure = Failures.of(found.cause());
                        attempt.fail(
                                hop
                                        ? new FailureException(
                                                Failure.HOP_NAME, failure.getMessage())
                                        : failure);
                    } else if (found.getNow()
                            instanceof Answer.Addresses(List<InetAddress> addresses)) {
                        then.accept(addresses);
                    } else {
                        attempt.fail(hop ? Failure.HOP_NAME : Failure.NAME_NOT_FOUND, name.text());
                    }
                });
    }

    private static boolean isOfIpv4(HopScheme scheme) {
        return switch (scheme) {
            case SOCKS4, SOCKS4A -> true;
            case HTTP, HTTPS, SOCKS5, SOCKS5H -> false;
        };
    }

    /// By way of the first hops, so many of them.
    private Route through(int count) {
        return new NameRoute(connector, isolation, attempt.outcome())
                .of(new Egress.Chain(chain.hops().subList(0, count)));
    }

    /// @param part of the attempt, or all of it
    private void connect(Servers servers, Target target, Attempt part) {
        List<InetAddress> others =
                servers.first().stream()
                        .filter(address ->
                                !connector
                                        .own()
                                        .include(new InetSocketAddress(address, servers.port())))
                        .toList();
        if (others.isEmpty()) {
            part.fail(
                    Failure.HOP_UNREACHABLE,
                    at(servers.first().getFirst(), servers.port())
                            + " is a listener of this proxy");
            return;
        }
        Staggered.connect(
                others,
                Between.HOP,
                connector.beside(),
                part,
                (address, its) ->
                        its.open()
                                .ifPresent(channel ->
                                        connect(channel, servers.at(address), target, its)));
    }

    private void connect(
            Channel channel, List<InetSocketAddress> servers, Target target, Attempt part) {
        List<HopHandshake> handshakes =
                OutboundPipeline.handshakes(channel, chain, servers, connector.tls());
        HopHandshake last = handshakes.getLast();
        part.blameWhenLate(() -> {
            HopHandshake guilty = guilty(handshakes);
            return new FailureException(
                    guilty.mayWaitForTarget() ? Failure.HOP_SILENT : Failure.HOP_TIMEOUT,
                    guilty.hop().toString());
        });
        last.connectFuture()
                .addListener(passed -> {
                    if (part.isOver()) {
                        channel.close();
                    } else if (passed.isSuccess()) {
                        OutboundPipeline.ready(channel, handshakes);
                        part.succeed(channel);
                    } else {
                        part.fail(Failures.of(passed.cause(), last.hangUp()));
                    }
                });
        channel.connect(Authority.address(target))
                .addListener(reached -> {
                    if (reached.isSuccess()) {
                        part.allow(connector.handshake());
                    } else if (!part.isOver()) {
                        Failure failure = ConnectErrors.failure(reached.cause());
                        part.fail(
                                failure == Failure.CONNECT_TIMEOUT
                                        ? Failure.HOP_TIMEOUT
                                        : Failure.HOP_UNREACHABLE,
                                servers.getFirst() + ": " + reached.cause().getMessage());
                    }
                });
    }

    private static HopHandshake guilty(List<HopHandshake> handshakes) {
        return handshakes.stream()
                .filter(handshake -> !handshake.isConnected())
                .findFirst()
                .orElse(handshakes.getLast());
    }
}
