package dev.gyre.inbound.dns;

import dev.gyre.net.Cidr;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where clients may ask for names by DNS, and who may.
///
/// @param listen addresses with ports, each for UDP and TCP; port 0 takes a free one; none: nowhere
/// @param clients who may beside those on this machine
public record DnsListening(List<InetSocketAddress> listen, List<Cidr> clients) {

    /// Nowhere.
    public static final DnsListening NONE = new DnsListening(List.of(), List.of());

    public DnsListening {
        listen = List.copyOf(listen);
        clients = List.copyOf(clients);
    }

    /// Whether a client at this address is answered. Others are not even told that they are not: whoever asks a name server at will
    /// can have it flood somebody else.
    boolean serves(InetAddress client) {
        return client.isLoopbackAddress()
                || clients.stream().anyMatch(block -> block.contains(client));
    }

    /// Who is answered, in words.
    String text() {
        return Stream.concat(
                        Stream.of("this machine by loopback"), clients.stream().map(Cidr::toString))
                .collect(Collectors.joining(", "));
    }
}
