package dev.gyre.access.rules;

import java.util.List;
import java.util.Optional;

/// To which ports tunnels may be asked for with CONNECT: it is meant for HTTPS, and a tunnel to the port of mail, say, is how an open proxy
/// is misused (RFC 9110 9.3.6).
///
/// @param ports nothing when all
public record ConnectPorts(Optional<List<PortRange>> ports) {

    /// All.
    public static final ConnectPorts ANY = new ConnectPorts(Optional.empty());

    /// Where nothing is said.
    public static final ConnectPorts USUAL =
            new ConnectPorts(Optional.of(List.of(new PortRange(443, 443))));

    public ConnectPorts {
        ports = ports.map(List::copyOf);
    }

    public boolean include(int port) {
        return ports.isEmpty() || ports.get().stream().anyMatch(range -> range.contains(port));
    }
}
