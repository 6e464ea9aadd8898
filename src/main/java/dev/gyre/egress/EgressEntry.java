package dev.gyre.egress;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /// The addresses of a prefix, in an order in which none comes again before all have come.
    ///
    /// @param block at least [Prefix#SHORTEST] long
    /// @param spread neighbours in that order differ in so many bits at the beginning
    /// @param exclude what is not used of it; what lies beside it makes no difference
    record Prefix(Cidr block, int spread, List<AddressRange> exclude, Labels labels)
            implements EgressEntry {

        /// The shortest prefix: more than that, nobody has.
        public static final int SHORTEST = Subnets.SHORTEST;

        private static final int NETWORK = 64;

        public Prefix {
            exclude = List.copyOf(exclude);
            if (block.prefix() < SHORTEST
                    || spread < block.prefix()
                    || spread > mostSpread(block)) {
                throw new IllegalArgumentException(block + " spread over " + spread);
            }
        }

        /// What it is spread over when nothing is said: the /64s of IPv6, which are blocked as a whole.
        public static int spread(Cidr block) {
            return isIpv6(block) && block.prefix() < NETWORK ? NETWORK : block.prefix();
        }

        /// The largest spread: a /64 is the smallest network of IPv6.
        public static int mostSpread(Cidr block) {
            return isIpv6(block) && block.prefix() <= NETWORK ? NETWORK : bits(block);
        }

        /// What is left of it, in order: less what is excluded, the first and the last address of an IPv4 network, and what means
        /// the routers of an IPv6 one. Those of the /64s of a larger one are left in: they would be too many pieces.
        public List<AddressRange> usable() {
            AddressRange all = AddressRange.of(block);
            List<AddressRange> less = new ArrayList<>(exclude);
            boolean isNetwork = block.prefix() < bits(block) - 1;
            boolean beginsWithRouter =
                    isIpv6(block)
                            ? block.prefix() > NETWORK && Addresses.low(all.first()) == 0
                            : isNetwork;
            if (isNetwork && beginsWithRouter) {
                less.add(AddressRange.of(all.first()));
            }
            if (isNetwork && !isIpv6(block)) {
                less.add(AddressRange.of(all.last()));
            }
            return without(less);
        }

        /// What is left of it when nothing but what is excluded is taken away.
        List<AddressRange> notExcluded() {
            return without(exclude);
        }

        private List<AddressRange> without(List<AddressRange> less) {
            AddressRange all = AddressRange.of(block);
            Coverage covered = new Coverage();
            less.stream()
                    .filter(range -> Addresses.sameFamily(range.first(), all.first()))
                    .forEach(covered::add);
            return covered.add(all);
        }

        private static boolean isIpv6(Cidr block) {
            return bits(block) == 128;
        }

        private static int bits(Cidr block) {
            return block.network().getAddress().length * Byte.SIZE;
        }
    }

    /// A Tor process: an egress for each session, of which no two share a circuit.
    ///
    /// @param hop its SOCKS port, as all its egresses have it, without credentials
    record Tor(Hop hop, Labels labels) implements EgressEntry {

        /// One whose exits resolve names.
        public Tor(Target server, Labels labels) {
            this(new Hop(HopScheme.SOCKS5H, server, Optional.empty()), labels);
        }

        /// Its SOCKS port.
        public Target server() {
            return hop.server();
        }
    }

    /// Sessions at a gateway of somebody else's, each an egress.
    ///
    /// @param sessions how many; where there are countries, so many for each
    /// @param countries for which there are sessions; each labelled with its own
    record Gateway(GatewayTemplate template, int sessions, List<String> countries, Labels labels)
            implements EgressEntry {

        /// How many sessions there can be in all.
        public static final int MOST_SESSIONS = 1 << 18;

        public Gateway {
            countries = List.copyOf(countries);
            long all = (long) sessions * Math.max(1, countries.size());
            if (sessions < 1 || all > MOST_SESSIONS) {
                throw new IllegalArgumentException(all + " sessions at " + template);
            }
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
