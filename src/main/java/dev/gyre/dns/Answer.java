package dev.gyre.dns;

import java.net.InetAddress;
import java.util.List;

/// What the name servers say of a name.
public sealed interface Answer {

    /// The name's addresses.
    ///
    /// @param list in the order in which to try them; never empty. With both families they take
    ///     turns, IPv6 first unless it is set otherwise (RFC 8305 section 4); within a family they stay as received
    record Addresses(List<InetAddress> list) implements Answer {
        public Addresses {
            list = List.copyOf(list);
            if (list.isEmpty()) {
                throw new IllegalArgumentException("no address");
            }
        }
    }

    /// The name does not exist (NXDOMAIN), or is of those that are never asked for.
    record NoSuchName() implements Answer {}

    /// The name exists, but has no address of the families asked for: an egress of the other family
    /// may do.
    record NoAddress() implements Answer {}
}
