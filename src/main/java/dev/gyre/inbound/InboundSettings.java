package dev.gyre.inbound;

import dev.gyre.http.HeadLimits;
import dev.gyre.inbound.client.Timeouts;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// Where clients are listened for, and what each of them may take.
///
/// @param listen addresses with ports; port 0 takes a free one; never empty
/// @param timeouts how long a client may be silent
/// @param heads how large a message's head may be
/// @param connections how many clients may be connected at a time; 0 stands for as many as the system allows
/// @param shutdown how long what runs may take to end once the proxy is told to stop
public record InboundSettings(
        List<InetSocketAddress> listen,
        Timeouts timeouts,
        HeadLimits heads,
        int connections,
        Duration shutdown) {
    public InboundSettings {
        listen = List.copyOf(listen);
    }

    /// The same with other addresses to listen on.
    public InboundSettings withListen(List<InetSocketAddress> addresses) {
        return new InboundSettings(addresses, timeouts, heads, connections, shutdown);
    }
}
