package dev.gyre.egress;

import java.util.List;

/// Addresses that sockets are bound to whether an interface has them or not: all that an entry stands for.
///
/// @param all the whole of it
/// @param rest less what the user excluded
/// @param used those that are used
public record FreeBlock(AddressRange all, List<AddressRange> rest, List<AddressRange> used) {
    public FreeBlock {
        rest = List.copyOf(rest);
        used = List.copyOf(used);
    }
}
