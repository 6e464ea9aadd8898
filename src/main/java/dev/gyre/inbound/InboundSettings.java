package dev.gyre.inbound;

import dev.gyre.access.Users;
import dev.gyre.access.limits.LimitSettings;
import dev.gyre.access.rules.Policy;
import dev.gyre.anonymity.HeaderSettings;
import dev.gyre.http.HeadLimits;
import dev.gyre.inbound.client.Timeouts;
import dev.gyre.inbound.dns.DnsListening;
import dev.gyre.inbound.identity.ClaimSettings;
import dev.gyre.net.Addresses;
import dev.gyre.observe.RequestLogSettings;
import dev.gyre.relay.TunnelLimits;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where clients are listened for, and what each of them may take.
///
/// @param doors the listeners; never none
/// @param users who may use it; nothing when anybody may
/// @param policy for what it may be used
/// @param names where they may ask for names by DNS
/// @param timeouts how long a client may be silent
/// @param tunnels how long a tunnel may last
/// @param heads how large a message's head may be
/// @param connections how many clients may be connected at a time; 0 stands for as many as the system allows
/// @param limits how much users, clients and sites may take
/// @param shutdown how long what runs may take to end once the proxy is told to stop
/// @param claims how clients may say who they are and what they want
/// @param reveal what they may know of their egress
/// @param headers what becomes of the fields of messages
/// @param log what is written of their requests
public record InboundSettings(
        List<DoorSettings> doors,
        Optional<Users> users,
        Policy policy,
        DnsListening names,
        Timeouts timeouts,
        TunnelLimits tunnels,
        HeadLimits heads,
        int connections,
        LimitSettings limits,
        Duration shutdown,
        ClaimSettings claims,
        Reveal reveal,
        HeaderSettings headers,
        RequestLogSettings log) {

    /// What clients on this machine may know of the egress that served them.
    public enum Reveal {
        /// Nothing: replies are as the targets sent them.
        NOTHING,
        /// A name by which they can tell egresses apart.
        EGRESS_ID
    }

    private static final InetSocketAddress LOOPBACK =
            new InetSocketAddress(Addresses.parse("127.0.0.1").orElseThrow(), 0);

    public InboundSettings {
        doors = List.copyOf(doors);
    }

    /// Where clients are listened for. For a Unix socket, any port of loopback stands here.
    public List<InetSocketAddress> listen() {
        return doors.stream().map(InboundSettings::address).toList();
    }

    private static InetSocketAddress address(DoorSettings door) {
        return switch (door.at()) {
            case ListenAt.Tcp(InetSocketAddress address) -> address;
            case ListenAt.Unix _ -> LOOPBACK;
        };
    }

    /// The same with other addresses to listen on, and none for DNS.
    public InboundSettings withListen(List<InetSocketAddress> addresses) {
        return with(
                addresses.stream().map(each -> DoorSettings.at(each)).toList(),
                users,
                policy,
                headers,
                log,
                limits);
    }

    /// The same with other addresses to listen on, for whoever gets there, for everything and without limits, and none for DNS; fields are
    /// as their clients have them, and nothing is written of requests.
    public InboundSettings forAllAt(List<InetSocketAddress> addresses) {
        return with(
                addresses.stream()
                        .map(each -> DoorSettings.at(each))
                        .map(DoorSettings::forAll)
                        .toList(),
                Optional.empty(),
                Policy.OPEN,
                headers.withoutRules(),
                RequestLogSettings.NONE,
                LimitSettings.NONE);
    }

    private InboundSettings with(
            List<DoorSettings> other,
            Optional<Users> who,
            Policy forWhat,
            HeaderSettings fields,
            RequestLogSettings written,
            LimitSettings howMuch) {
        return new InboundSettings(
                other,
                who,
                forWhat,
                DnsListening.NONE,
                timeouts,
                tunnels,
                heads,
                connections,
                howMuch,
                shutdown,
                claims,
                reveal,
                fields,
                written);
    }
}
