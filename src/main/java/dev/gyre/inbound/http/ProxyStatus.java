package dev.gyre.inbound.http;

import dev.gyre.inbound.client.Revealed;

/// The field `Proxy-Status` (RFC 9209) on what is passed on, for a client that may know by which egress it came. It is added to
/// those that other proxies wrote, never put in their place.
final class ProxyStatus {

    private ProxyStatus() {}

    /// The field line.
    static String line(Revealed revealed) {
        return "Proxy-Status: proxy; next-hop="
                + revealed.egress()
                + (revealed.sessionMoved() ? "; details=\"the session moved\"" : "")
                + "\r\n";
    }
}
