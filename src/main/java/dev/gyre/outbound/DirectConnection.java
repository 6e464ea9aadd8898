package dev.gyre.outbound;

import dev.gyre.access.rules.DeniedException;
import dev.gyre.dns.Answer;
import dev.gyre.dns.Families;
import dev.gyre.egress.Egress;
import dev.gyre.egress.Reach;
import dev.gyre.net.Addresses;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// A connection from an address of this machine: the name is looked up from that address, judged, and the very addresses that
/// were found are connected to: the next one when one fails, or beside it when it is slow.
final class DirectConnection {

    private final Connector connector;
    private final Egress.Direct egress;
    private final InetAddress source;
    private final Destination destination;
    private final Isolation isolation;
    private final Attempt attempt;

    DirectConnection(
            Connector connector,
            Egress.Direct egress,
            Destination destination,
            Isolation isolation,
            Attempt attempt) {
        this.connector = connector;
        this.egress = egress;
        this.source = egress.source();
        this.destination = destination;
        this.isolation = isolation;
        this.attempt = attempt;
    }

    void start() {
        if (destination.isOurs()) {
            connect(reachable(destination.addresses()));
            return;
        }
        switch (destination.target().host()) {
            case Host.Address(InetAddress address) -> judge(List.of(address), false);
            case Host.Name name -> resolve(name);
        }
    }

    private void resolve(Host.Name name) {
        attempt.blameWhenLate(
                () -> new FailureException(Failure.DNS_TIMEOUT, "no answer in time for " + name));
        Families families = source instanceof Inet4Address ? Families.IPV4 : Families.IPV6;
        connector
                .resolver()
                .resolve(name, connector.route(egress, isolation), families, attempt.loop())
                .addListener((Future<Answer> answer) -> resolved(name, answer));
    }

    private void resolved(Host.Name name, Future<Answer> found) {
        if (attempt.isOver()) {
            return;
        }
        if (!found.isSuccess()) {
            attempt.fail(Failures.of(found.cause()));
            return;
        }
        Reach family = Reach.familyOf(source);
        switch (found.getNow()) {
            case Answer.Addresses(List<InetAddress> addresses) -> {
                List<InetAddress> reachable = reachable(addresses);
                if (reachable.isEmpty()) {
                    attempt.fail(new Unsuitable(family, Reach.kindsOf(addresses), name.text()));
                } else {
                    judge(reachable, !connector.resolver().fixed(name).isEmpty());
                }
            }
            case Answer.NoAddress _ ->
                    attempt.fail(new Unsuitable(family, Reach.NONE, name.text()));
            case Answer.NoSuchName _ -> attempt.fail(Failure.NAME_NOT_FOUND, name.text());
        }
    }

    private List<InetAddress> reachable(List<InetAddress> addresses) {
        Reach reach = Reach.ofSource(source);
        return addresses.stream().filter(reach::includes).toList();
    }

    /// @param fixed whether the operator has set them
    private void judge(List<InetAddress> addresses, boolean fixed) {
        connector
                .guard()
                .allowed(addresses, fixed)
                .ifPresentOrElse(
                        this::judged,
                        () ->
                                attempt.fail(
                                        Failure.TARGET_PROHIBITED,
                                        destination.target() + " is " + addresses));
    }

    /// By rules, after the guard.
    private void judged(List<InetAddress> addresses) {
        try {
            connect(
                    destination.judgement().isEmpty()
                            ? addresses
                            : destination.judgement().get().allowed(addresses));
        } catch (DeniedException denied) {
            attempt.fail(denied);
        }
    }

    /// Connects to one of the addresses.
    private void connect(List<InetAddress> addresses) {
        List<InetAddress> others = addresses.stream().filter(address -> !isOwn(address)).toList();
        if (others.isEmpty()) {
            attempt.fail(
                    Failure.TARGET_PROHIBITED,
                    remote(addresses.getFirst()) + " is a listener of this proxy");
            return;
        }
        Staggered.connect(others, Between.TARGET, connector.beside(), attempt, this::connect);
    }

    private void connect(InetAddress address, Attempt part) {
        InetSocketAddress remote = remote(address);
        part.blameWhenLate(() ->
                new FailureException(Failure.CONNECT_TIMEOUT, remote + " does not accept in time"));
        part.open().ifPresent(channel -> connect(channel, remote, part));
    }

    private void connect(Channel channel, InetSocketAddress remote, Attempt part) {
        Sockets.portPerTarget(channel);
        if (connector.free().test(source)) {
            Optional<FailureException> wrong = Sockets.bindFreely(channel, source);
            if (wrong.isPresent()) {
                part.fail(wrong.get());
                return;
            }
        }
        OutboundPipeline.direct(channel);
        channel.connect(remote, new InetSocketAddress(source, 0))
                .addListener(done -> connected(channel, remote, done, part));
    }

    private void connected(
            Channel channel, InetSocketAddress remote, Future<?> done, Attempt part) {
        if (part.isOver()) {
            channel.close();
        } else if (done.isSuccess()) {
            Sockets.check(channel, source).ifPresentOrElse(part::fail, () -> part.succeed(channel));
        } else {
            part.fail(
                    ConnectErrors.failure(done.cause()),
                    Addresses.text(source)
                            + " to "
                            + Addresses.text(remote.getAddress())
                            + ": "
                            + done.cause().getMessage());
        }
    }

    private boolean isOwn(InetAddress address) {
        return !destination.isOurs() && connector.own().include(remote(address));
    }

    private InetSocketAddress remote(InetAddress address) {
        return new InetSocketAddress(address, destination.target().port());
    }
}
