package dev.gyre.access.domains;

import dev.gyre.net.Host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All lists of a pool file, by their names. Immutable: safe for all threads.
public final class DomainLists {

    /// None.
    public static final DomainLists NONE = new DomainLists(List.of());

    private final Map<String, DomainList> byName = new LinkedHashMap<>();

    /// @param lists each name once
    public DomainLists(List<DomainList> lists) {
        lists.forEach(list -> byName.put(list.name(), list));
    }

    /// Whether there are lists of these names.
    public boolean have(List<String> names) {
        return byName.keySet().containsAll(names);
    }

    /// Where a list has a host, if it does.
    ///
    /// @param list its name
    /// @throws IllegalArgumentException when there is no such list
    public Optional<Hit> find(String list, Host host) {
        return list(list).find(host);
    }

    /// Whether a list has a host.
    ///
    /// @throws IllegalArgumentException when there is no such list
    public boolean lists(String list, Host host) {
        return list(list).find(host).isPresent();
    }

    DomainList list(String name) {
        DomainList list = byName.get(name);
        if (list == null) {
            throw new IllegalArgumentException("no list is called " + name);
        }
        return list;
    }
}
