package dev.gyre.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/// Where this proxy itself listens: never a target, since a request for it would go round in circles. Safe for all threads.
public final class OwnListeners {

    private volatile List<InetSocketAddress> listeners = List.of();

    /// Says where the proxy listens from now on.
    public void are(List<InetSocketAddress> addresses) {
        listeners = List.copyOf(addresses);
    }

    /// Whether a connection to this address would come in at a listener of our own.
    public boolean include(InetSocketAddress target) {
        for (InetSocketAddress listener : listeners) {
            if (listener.getPort() == target.getPort()
                    && isAt(listener.getAddress(), target.getAddress())) {
                return true;
            }
        }
        return false;
    }

    /// A connection to the address of nobody (0.0.0.0, `::`) comes to this machine's loopback.
    private static boolean isAt(InetAddress listener, InetAddress target) {
        return listener.equals(target)
                || (listener.isAnyLocalAddress() && isOfThisMachine(target))
                || (listener.isLoopbackAddress() && target.isAnyLocalAddress());
    }

    private static boolean isOfThisMachine(InetAddress address) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return true;
        }
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unreadable) {
            return true;
        }
    }
}
