package dev.gyre.inbound.dns;

import dev.gyre.net.Addresses;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/// The addresses for which a listener stands. A socket that is bound to all of them would let the system choose from which a reply
/// leaves, and that need not be the one that was asked.
final class LocalAddresses {

    private LocalAddresses() {}

    /// The address itself, or every one of this machine for a wildcard: `0.0.0.0` for IPv4, `::` for both; but none that needs a zone.
    static List<InetAddress> of(InetAddress listener) {
        if (!listener.isAnyLocalAddress()) {
            return List.of(listener);
        }
        boolean four = listener instanceof Inet4Address;
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(address -> Addresses.of(address.getAddress()))
                    .filter(address ->
                            !address.isLinkLocalAddress() || address instanceof Inet4Address)
                    .filter(address -> !four || address instanceof Inet4Address)
                    .distinct()
                    .toList();
        } catch (SocketException unreadable) {
            return List.of(listener);
        }
    }
}
