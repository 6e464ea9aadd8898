package dev.gyre.egress;

import java.util.List;

/// One entry of the pool file, as the user wrote it: it stands for one egress or for many.
public sealed interface EgressEntry {

    /// What the user says of all its egresses.
    Labels labels();

    /// Every address of an interface that is up.
    ///
    /// @param name the interface, such as `eth0`, or `any` for all of them
    record Interface(String name, Labels labels) implements EgressEntry {
        /// The name that stands for every interface.
        public static final String ANY = "any";

        public Interface(String name) {
            this(name, Labels.NONE);
        }
    }

    /// Every address of a range.
    record Source(AddressRange range, Labels labels) implements EgressEntry {
        public Source(AddressRange range) {
            this(range, Labels.NONE);
        }
    }

    /// Upstream proxies, first to last; never empty.
    record Through(List<Hop> hops, Labels labels) implements EgressEntry {
        public Through {
            hops = List.copyOf(hops);
            if (hops.isEmpty()) {
                throw new IllegalArgumentException("a chain without a hop");
            }
        }

        public Through(List<Hop> hops) {
            this(hops, Labels.NONE);
        }
    }

    /// Whatever a list has.
    ///
    /// @param labels of all that is in it, where a line says nothing else
    record Listing(ListSource source, Labels labels) implements EgressEntry {}
}
