package dev.gyre.app;

import dev.gyre.access.domains.Blocking;
import dev.gyre.access.limits.Limits;
import dev.gyre.access.rules.Policy;
import dev.gyre.config.PoolFile;
import dev.gyre.dns.NameServer;
import dev.gyre.inbound.client.Defects;
import dev.gyre.inbound.dns.DnsListeners;
import dev.gyre.inbound.dns.DnsListening;
import dev.gyre.inbound.dns.NameDesk;
import dev.gyre.observe.ExchangeLog;
import dev.gyre.observe.RequestLog;
import dev.gyre.outbound.NameLookups;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Where names are asked for by DNS.
final class DnsFront {

    private DnsFront() {}

    /// How many file descriptors its listeners, their connections, and the questions to name servers may take.
    static int descriptors(PoolFile file) {
        int listeners = file.inbound().names().listen().size();
        return listeners == 0
                ? 0
                : 2 * listeners + DnsListeners.MOST_STREAMS + DnsListeners.MOST_QUESTIONS;
    }

    /// Listens where the pool file says, if anywhere.
    ///
    /// @param proxies where clients are listened for that speak HTTP and SOCKS
    /// @param judges where targets of our own are listened for
    /// @param blocking which names nobody is told of
    /// @param policy for what the proxy may be used now
    /// @param limits how much clients and sites may take
    /// @throws IOException when an address can't be had, or a name server is a listener of our own
    static DnsListeners open(
            PoolFile file,
            Ways ways,
            Transport transport,
            List<InetSocketAddress> proxies,
            List<InetSocketAddress> judges,
            Supplier<Blocking> blocking,
            Supplier<Policy> policy,
            Limits limits,
            ExchangeLog log,
            RequestLog requests,
            Defects defects)
            throws IOException {
        // At once: clients may be connected by now.
        List<InetSocketAddress> all = new ArrayList<>(proxies);
        all.addAll(judges);
        ways.own().are(all);
        DnsListening rules = file.inbound().names();
        DnsListeners listeners =
                DnsListeners.open(
                        rules,
                        new NameDesk(
                                ways.names(),
                                new NameLookups(ways.dialer(), ways.names()),
                                ways.sessions(),
                                blocking,
                                policy,
                                limits,
                                log,
                                requests,
                                defects),
                        transport.loops(),
                        transport.listeners(),
                        transport.datagrams(),
                        proxies.size(),
                        file.inbound().timeouts().idle());
        all.addAll(listeners.addresses());
        ways.own().are(all);
        try {
            requireOthers(file, ways);
        } catch (IOException | RuntimeException own) {
            listeners.close();
            throw own;
        }
        return listeners;
    }

    /// A question to ourselves would come back to us for ever.
    private static void requireOthers(PoolFile file, Ways ways) throws IOException {
        List<NameServer> servers =
                Stream.concat(file.dns().servers().stream(), file.dns().bootstrap().stream())
                        .toList();
        for (NameServer server : servers) {
            if (ways.own().include(server.address())) {
                throw new IOException(
                        "the name server " + server + " is a listener of this proxy itself");
            }
        }
    }
}
