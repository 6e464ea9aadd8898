package dev.gyre.probe;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Grade;
import dev.gyre.fetch.Fetched;
import dev.gyre.http.Field;
import dev.gyre.net.Addresses;
import dev.gyre.net.Host;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a judge could tell of who asked, by its page.
///
/// @param added the names of the fields that were added, each once
record Exposure(Grade grade, List<String> added) {

    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]{3,45}");
    private static final int MOST_FIELDS = 32;

    /// @param sent the header of the request, all of which should have been seen
    /// @param own the addresses of this machine, but loopback's
    static Exposure of(
            OutsideView view, Egress egress, Fetched page, List<Field> sent, Set<InetAddress> own) {
        List<Field> seen = view.seen();
        List<Difference> differences = view.differences(sent, List.of());
        Set<String> keys = new TreeSet<>(sent.stream().map(Field::key).toList());
        List<Field> strange =
                seen.stream()
                        .filter(field -> !keys.contains(field.key()))
                        .filter(field -> view.exact() || ProxyFields.include(field))
                        .toList();
        List<String> clients = new ArrayList<>();
        clients.add(Addresses.text(page.local()));
        own.forEach(each -> clients.add(Addresses.text(each)));
        if (egress instanceof Egress.Chain chain && Addresses.isPrivate(page.local())) {
            clients.addAll(unexplained(strange, chain, view.addresses().getLast()));
        }
        return new Exposure(
                Grading.of(differences, seen, clients),
                strange.stream().map(Field::name).distinct().limit(MOST_FIELDS).toList());
    }

    /// Addresses that a hop may have written down, and that are no hop's. By which address the Internet knows this machine can't be
    /// known where the network translates it: it may be any of them.
    private static List<String> unexplained(
            List<Field> strange, Egress.Chain chain, InetAddress exit) {
        List<String> found = new ArrayList<>();
        for (Field field : strange) {
            Matcher literals = LITERAL.matcher(field.value());
            while (literals.find() && found.size() < MOST_FIELDS) {
                Addresses.parse(literals.group())
                        .filter(address -> !address.equals(exit) && !isHop(chain, address))
                        .ifPresent(address -> found.add(literals.group()));
            }
        }
        return found;
    }

    private static boolean isHop(Egress.Chain chain, InetAddress address) {
        return chain.hops().stream()
                .anyMatch(hop -> hop.server().host().equals(new Host.Address(address)));
    }
}
