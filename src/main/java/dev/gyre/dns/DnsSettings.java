package dev.gyre.dns;

import java.net.InetSocketAddress;
import java.util.List;

/// Which name servers are asked.
///
/// @param servers addresses with ports, in the order in which they are asked; never empty
public record DnsSettings(List<InetSocketAddress> servers) {
    public DnsSettings {
        servers = List.copyOf(servers);
    }
}
