package dev.gyre.audit;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.GatewayTemplate;
import dev.gyre.egress.Hop;
import dev.gyre.egress.Supply;
import dev.gyre.net.Addresses;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is audited at a time: an entry of the pool file, or those of its addresses that reach the same.
sealed interface Subject {

    /// The entry in words, passwords masked.
    String text();

    /// Addresses of this machine.
    ///
    /// @param ranges never empty, all of one reach
    /// @param entries the same as a pool
    record Sources(String text, List<AddressRange> ranges, List<EgressEntry> entries)
            implements Subject {

        Sources(String text, List<AddressRange> ranges) {
            this(text, ranges, ranges.stream().<EgressEntry>map(EgressEntry.Source::new).toList());
        }

        /// One of them.
        InetAddress any() {
            return ranges.getFirst().first();
        }

        BigInteger size() {
            return ranges.stream().map(AddressRange::size).reduce(BigInteger.ZERO, BigInteger::add);
        }

        /// Whether this is one of them.
        boolean has(InetAddress address) {
            return ranges.stream()
                    .anyMatch(range ->
                            Addresses.sameFamily(range.first(), address)
                                    && number(range.first(), address) <= 0
                                    && number(range.last(), address) >= 0);
        }

        private static int number(InetAddress one, InetAddress other) {
            return Addresses.number(one).compareTo(Addresses.number(other));
        }
    }

    /// Upstream proxies.
    record Chain(String text, EgressEntry entry, List<Hop> hops) implements Subject {

        /// No session's name, and no text that stands in a pool file by chance.
        private static final String SESSION = "\0session\0";

        /// Whether the last of them is given names as they are.
        boolean resolvesNames() {
            return hops.getLast().resolvesNames();
        }

        /// Whether an egress, as Gyre shows it, is one of the entry.
        boolean has(String egress) {
            String known =
                    hops.stream().map(hop -> shown(hop, entry)).collect(Collectors.joining(" > "));
            return Pattern.matches(known, egress);
        }

        /// Each session at Tor or at a gateway has credentials of its own.
        private static String shown(Hop hop, EgressEntry entry) {
            String before = Pattern.quote(hop.scheme().text() + "://");
            return switch (entry) {
                case EgressEntry.Tor _ ->
                        before
                                + "[a-z2-7]{26}:\\*\\*\\*@"
                                + Pattern.quote(
                                        hop.toString().substring(hop.toString().indexOf("//") + 2));
                case EgressEntry.Gateway(GatewayTemplate template, _, List<String> countries, _) ->
                        Stream.concat(countries.stream(), Stream.of(""))
                                .map(country -> template.filled(SESSION, Optional.of(country)))
                                .map(filled -> Pattern.quote(filled.toString()))
                                .map(text -> text.replace(SESSION, "\\E[a-z0-9]{12}\\Q"))
                                .collect(Collectors.joining("|", "(?:", ")"));
                case EgressEntry.Through _,
                        EgressEntry.Interface _,
                        EgressEntry.Source _,
                        EgressEntry.Prefix _,
                        EgressEntry.Listing _ ->
                        Pattern.quote(hop.toString());
            };
        }
    }

    /// What is not audited.
    ///
    /// @param why it is not
    record Nothing(String text, String why) implements Subject {

        static Nothing now(String text) {
            return new Nothing(text, "it stands for no address at the moment");
        }
    }

    /// Of a list, so many of its first entries are audited.
    int MOST_OF_LIST = 3;

    /// What an entry comes to on this machine now.
    static List<Subject> of(EgressEntry entry, Supply supply) {
        return switch (entry) {
            case EgressEntry.Source source ->
                    List.of(new Sources("source " + source.range(), List.of(source.range())));
            case EgressEntry.Through through ->
                    List.of(new Chain(text(through.hops()), through, through.hops()));
            case EgressEntry.Prefix prefix when prefix.usable().isEmpty() ->
                    List.of(Nothing.now("prefix " + prefix.block()));
            case EgressEntry.Prefix prefix ->
                    List.of(
                            new Sources(
                                    "prefix " + prefix.block(), prefix.usable(), List.of(prefix)));
            case EgressEntry.Tor tor ->
                    List.of(new Chain("tor " + tor.server(), tor, List.of(tor.hop())));
            case EgressEntry.Gateway gateway ->
                    List.of(
                            new Chain(
                                    "gateway " + gateway.template(),
                                    gateway,
                                    List.of(gateway.template().hop())));
            case EgressEntry.Interface all -> ofInterface(all.name(), supply);
            case EgressEntry.Listing listing -> ofList(listing, supply);
        };
    }

    private static List<Subject> ofList(EgressEntry.Listing listing, Supply supply) {
        String name = "list " + listing.source();
        List<EgressEntry> entries = supply.listed(listing);
        if (entries.isEmpty()) {
            return List.of(Nothing.now(name));
        }
        List<Subject> subjects = new ArrayList<>();
        for (EgressEntry entry : entries.subList(0, Math.min(MOST_OF_LIST, entries.size()))) {
            subjects.addAll(of(entry, supply));
        }
        if (entries.size() > MOST_OF_LIST) {
            subjects.add(
                    new Nothing(
                            name,
                            "of its "
                                    + entries.size()
                                    + " entries only the first "
                                    + MOST_OF_LIST
                                    + " are audited"));
        }
        return subjects;
    }

    private static List<Subject> ofInterface(String name, Supply supply) {
        Map<String, List<AddressRange>> kinds = new LinkedHashMap<>();
        for (AddressRange range : supply.addresses(name)) {
            kinds.computeIfAbsent(kind(range.first()), _ -> new ArrayList<>()).add(range);
        }
        if (kinds.isEmpty()) {
            return List.of(Nothing.now("interface " + name));
        }
        List<Subject> subjects = new ArrayList<>();
        kinds.forEach((kind, ranges) ->
                subjects.add(new Sources("interface " + name + ", " + kind, ranges)));
        return subjects;
    }

    private static String kind(InetAddress address) {
        String family = address instanceof Inet4Address ? "IPv4" : "IPv6";
        return address.isLoopbackAddress() ? "loopback " + family : family;
    }

    private static String text(List<Hop> hops) {
        return hops.stream().map(Hop::toString).collect(Collectors.joining(" > "));
    }
}
