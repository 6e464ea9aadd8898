package dev.gyre.testkit;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A name of a zone, and of which types it has records.
///
/// @param isApex whether it is the zone's own name
/// @param isBelow whether it is below a delegation: glue, and no part of the zone
record Owner(SortedSet<Integer> types, boolean isApex, boolean isBelow) {

    /// In canonical order, without empty ones.
    static NavigableMap<Name, Owner> of(Name origin, List<Record> records) {
        NavigableMap<Name, SortedSet<Integer>> types = new TreeMap<>();
        records.forEach(record ->
                types.computeIfAbsent(record.getName(), _ -> new TreeSet<>())
                        .add(record.getType()));
        NavigableMap<Name, Owner> owners = new TreeMap<>();
        types.forEach((name, present) -> {
            boolean below =
                    types.entrySet().stream()
                            .anyMatch(other ->
                                    !other.getKey().equals(origin)
                                            && !other.getKey().equals(name)
                                            && name.subdomain(other.getKey())
                                            && other.getValue().contains(Type.NS));
            owners.put(name, new Owner(present, name.equals(origin), below));
        });
        return owners;
    }

    boolean isDelegation() {
        return !isApex && types.contains(Type.NS);
    }

    boolean isInsecureDelegation() {
        return isDelegation() && !types.contains(Type.DS);
    }

    /// What a proof says that there is: of a delegation only what the parent has.
    ///
    /// @param more types that the proof itself brings
    int[] shown(int... more) {
        TreeSet<Integer> shown = new TreeSet<>(types);
        if (isDelegation()) {
            shown.removeIf(type -> type != Type.NS && type != Type.DS);
        }
        for (int type : more) {
            shown.add(type);
        }
        return shown.stream().mapToInt(Integer::intValue).toArray();
    }
}
