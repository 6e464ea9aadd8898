package dev.gyre.dns;

import java.net.InetAddress;

/// Which addresses clients may learn. A name out there may be given an address in here, so that a page which it serves gets to
/// machines that it should not (DNS rebinding).
@FunctionalInterface
public interface AddressRule {

    /// All of them.
    AddressRule ANY = (_, _) -> true;

    /// @param name lower-case, without a trailing dot: the one that was asked for
    boolean allows(String name, InetAddress address);

    /// Those that another rule allows, too.
    default AddressRule and(AddressRule other) {
        return (name, address) -> allows(name, address) && other.allows(name, address);
    }
}
