package dev.gyre.outbound;

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
import java.util.concurrent.TimeUnit;

/// A connection from an address of this machine: the name is looked up from that address, judged, and the very addresses that
/// were found are connected to, one after the other.
final class DirectConnection {

    /// How many of a name's addresses are tried.
    private static final int ADDRESSES = 4;

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
            connect(reachable(destination.addresses()), 0);
            return;
        }
        switch (destination.target().host()) {
            case Host.Address(InetAddress address) -> judge(List.of(address));
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
                    judge(reachable);
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

    private void judge(List<InetAddress> addresses) {
        connector
                .guard()
                .allowed(addresses)
                .ifPresentOrElse(
                        allowed -> connect(allowed, 0),
                        () ->
                                attempt.fail(
                                        Failure.TARGET_PROHIBITED,
                                        destination.target() + " is " + addresses));
    }

    /// Connects to the address at this place of the list; when that fails, to the next.
    private void connect(List<InetAddress> addresses, int place) {
        InetSocketAddress remote = new InetSocketAddress(addresses.get(place), port());
        if (!destination.isOurs() && connector.own().include(remote)) {
            attempt.fail(Failure.TARGET_PROHIBITED, remote + " is a listener of this proxy");
            return;
        }
        attempt.blameWhenLate(() ->
                new FailureException(Failure.CONNECT_TIMEOUT, remote + " does not accept in time"));
        attempt.open().ifPresent(channel -> connect(channel, remote, addresses, place));
    }

    private void connect(
            Channel channel, InetSocketAddress remote, List<InetAddress> addresses, int place) {
        int last = Math.min(addresses.size(), ADDRESSES) - 1;
        Sockets.portPerTarget(channel);
        if (connector.free().test(source)) {
            Optional<FailureException> wrong = Sockets.bindFreely(channel, source);
            if (wrong.isPresent()) {
                attempt.fail(wrong.get());
                return;
            }
        }
        OutboundPipeline.direct(channel);
        Future<?> patience =
                place == last
                        ? null
                        : attempt.loop()
                                .schedule(
                                        () -> channel.close(),
                                        attempt.left() / (last - place + 1),
                                        TimeUnit.NANOSECONDS);
        channel.connect(remote, new InetSocketAddress(source, 0))
                .addListener(done -> {
                    if (patience != null) {
                        patience.cancel(false);
                    }
                    connected(channel, done, addresses, place, last);
                });
    }

    private void connected(
            Channel channel, Future<?> done, List<InetAddress> addresses, int place, int last) {
        if (attempt.isOver()) {
            channel.close();
            return;
        }
        if (done.isSuccess()) {
            Sockets.check(channel, source)
                    .ifPresentOrElse(attempt::fail, () -> attempt.succeed(channel));
            return;
        }
        channel.close();
        Failure failure = ConnectErrors.failure(done.cause());
        if (failure.fault() == Failure.Fault.TARGET && place < last) {
            connect(addresses, place + 1);
        } else {
            attempt.fail(
                    failure,
                    Addresses.text(source)
                            + " to "
                            + Addresses.text(addresses.get(place))
                            + ": "
                            + done.cause().getMessage());
        }
    }

    private int port() {
        return destination.target().port();
    }
}
