package dev.gyre.testkit;

import dev.gyre.net.Addresses;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Addresses of this machine that nothing leaves.
public final class Loopback {

    /// 127.0.0.1.
    public static final InetAddress V4 = address("127.0.0.1");

    /// ::1.
    public static final InetAddress V6 = address("::1");

    private Loopback() {}

    /// The address that this literal spells.
    public static InetAddress address(String literal) {
        return Addresses.parse(literal)
                .orElseThrow(() -> new IllegalArgumentException("no address: " + literal));
    }

    /// `address:port` as an authority, an IPv6 address in brackets and in full.
    public static String authority(InetSocketAddress address) {
        String literal = address.getAddress().getHostAddress();
        boolean brackets = address.getAddress() instanceof Inet6Address;
        return (brackets ? "[" + literal + "]" : literal) + ":" + address.getPort();
    }

    /// The server's side of TLS over an accepted connection.
    static SSLSocket serverTls(SSLContext context, Socket accepted) throws IOException {
        return (SSLSocket)
                context.getSocketFactory()
                        .createSocket(accepted, java.io.InputStream.nullInputStream(), true);
    }
}
