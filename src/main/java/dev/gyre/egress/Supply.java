package dev.gyre.egress;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What entries stand for that depends on more than the pool file: on this machine, on lists, on a map of countries. Asked while a
/// pool is made.
public interface Supply {

    /// What can be bound on the interface of a name, as [Interfaces#addresses] says.
    List<AddressRange> addresses(String name);

    /// What a list has now, with the entry's labels: no entry of it is a list.
    List<EgressEntry> listed(EgressEntry.Listing listing);

    /// In which country an address is, as two letters.
    Optional<String> country(InetAddress address);

    /// Of interfaces only: there are no lists, and countries are not known.
    static Supply of(Function<String, List<AddressRange>> addresses) {
        return new Supply() {
            @Override
            public List<AddressRange> addresses(String name) {
                return addresses.apply(name);
            }

            @Override
            public List<EgressEntry> listed(EgressEntry.Listing listing) {
                return List.of();
            }

            @Override
            public Optional<String> country(InetAddress address) {
                return Optional.empty();
            }
        };
    }
}
