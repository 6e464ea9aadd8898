package dev.gyre.inbound;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// Where clients are listened for, and for how long they may be silent.
///
/// @param listen addresses with ports; port 0 takes a free one; never empty
/// @param idle how long a client connection or tunnel that carries nothing is kept
public record InboundSettings(List<InetSocketAddress> listen, Duration idle) {
    public InboundSettings {
        listen = List.copyOf(listen);
    }
}
