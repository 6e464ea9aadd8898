package dev.gyre.config;

import dev.gyre.access.User;
import dev.gyre.access.Users;
import dev.gyre.egress.AddressRange;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Labels;
import dev.gyre.net.Addresses;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a rule may call by its name: users and their groups, and egresses. A name that nothing has is a mistake.
final class RuleNames {

    private final Optional<Users> users;
    private final List<EgressEntry> entries;

    /// Whether an egress may have a label that the file does not say.
    private final boolean others;

    private final Set<String> known = new TreeSet<>();

    private final Set<String> lists = new TreeSet<>();

    /// @param users whom the file names
    /// @param entries of the pool
    /// @param countries whether a map says in which country an egress is
    /// @param domains lists of them
    RuleNames(
            Optional<Users> users,
            List<EgressEntry> entries,
            boolean countries,
            DomainListings domains) {
        this.users = users;
        domains.all().forEach(list -> lists.add(list.name()));
        this.entries = entries;
        boolean fromLists = false;
        for (EgressEntry entry : entries) {
            fromLists |= entry instanceof EgressEntry.Listing;
            Labels labels = entry.labels();
            known.addAll(labels.tags());
            labels.country().ifPresent(known::add);
            labels.group().ifPresent(known::add);
            if (entry instanceof EgressEntry.Gateway gateway) {
                gateway.countries().forEach(country -> known.add(ConditionKeys.lower(country)));
            }
        }
        this.others = fromLists || countries;
    }

    NodeReader<String> users() {
        return new ScalarReader<>(
                "the name of a user",
                text -> {
                    Set<String> names = new HashSet<>();
                    users.ifPresent(all -> all.all().forEach(user -> names.add(user.name())));
                    return known(text, names, "user");
                });
    }

    NodeReader<String> groups() {
        return new ScalarReader<>(
                "a group of users",
                text -> {
                    Set<String> names = new HashSet<>();
                    users.map(Users::all)
                            .orElse(List.of())
                            .forEach((User user) -> names.addAll(user.groups()));
                    return known(text, names, "group");
                });
    }

    private String known(String text, Collection<String> names, String what) throws BadValue {
        if (users.isEmpty()) {
            throw new BadValue("names a " + what + ", and the file has no 'users'");
        }
        if (!names.contains(text)) {
            throw new BadValue(
                    "is no " + what + " of 'users'", Suggestion.among(new TreeSet<>(names), text));
        }
        return text;
    }

    NodeReader<String> lists() {
        return DomainListKeys.known(lists);
    }

    /// A tag, group or country of egresses.
    NodeReader<String> labels() {
        return new ScalarReader<>(
                "a tag, group or country of egresses",
                text -> {
                    String label = ConditionKeys.lower(text);
                    if (!label.matches("[a-z0-9_.-]{1,64}")) {
                        throw new BadValue("is not a tag, group or country");
                    }
                    if (!others && !known.contains(label)) {
                        throw new BadValue(
                                "is no tag, group or country of an egress",
                                Suggestion.among(known, label));
                    }
                    return label;
                });
    }

    /// An address from which requests may leave.
    NodeReader<InetAddress> sources() {
        return new ScalarReader<>(
                "an address of the pool",
                text -> {
                    InetAddress address =
                            Addresses.parse(text)
                                    .orElseThrow(() -> new BadValue("is not an IP address"));
                    if (entries.stream().noneMatch(entry -> mayHave(entry, address))) {
                        throw new BadValue("is no source of an egress entry");
                    }
                    return address;
                });
    }

    /// What an interface has is known only on the machine, and when it runs.
    private static boolean mayHave(EgressEntry entry, InetAddress address) {
        return switch (entry) {
            case EgressEntry.Interface _ -> true;
            case EgressEntry.Source source -> source.range().contains(address);
            case EgressEntry.Prefix prefix ->
                    prefix.block().contains(address)
                            && prefix.exclude().stream()
                                    .noneMatch((AddressRange range) -> range.contains(address));
            case EgressEntry.Listing _ -> true;
            case EgressEntry.Tor _, EgressEntry.Gateway _, EgressEntry.Through _ -> false;
        };
    }
}
