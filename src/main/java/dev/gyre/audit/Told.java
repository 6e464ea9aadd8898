package dev.gyre.audit;

import dev.gyre.anonymity.HeaderSettings;
import dev.gyre.egress.Grade;
import dev.gyre.http.Field;
import dev.gyre.net.Disclosure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What targets are to be told by the pool file, which is no leak then: of requests to the proxy as such; in tunnels, never anything.
///
/// @param level how much
/// @param name what the proxy calls itself
record Told(Disclosure level, String name) {

    private static final String VIA = "Via";
    private static final String FORWARDED = "Forwarded";
    private static final String FOR = "X-Forwarded-For";

    /// What goes no further, whatever is told, and what is written anew.
    private static final Set<String> NOT_AS_SENT =
            Set.of("keep-alive", "via", "forwarded", "x-forwarded-for");

    static Told by(HeaderSettings headers) {
        return new Told(headers.disclosure(), headers.name());
    }

    /// The same request, as the target is to see it then.
    ///
    /// @param client the address that the proxy sees
    Probe in(Probe probe, String client) {
        return isTunnelled(probe)
                ? probe
                : switch (level) {
                    case ELITE -> probe;
                    case ANONYMOUS ->
                            seen(
                                    probe,
                                    Field.of(probe.expected().text()),
                                    List.of(new Field(VIA, via())),
                                    probe.gone());
                    case TRANSPARENT -> transparent(probe, client);
                };
    }

    private Probe transparent(Probe probe, String client) {
        List<Field> sent = Field.of(probe.head().text());
        List<Field> added = new ArrayList<>();
        added.add(new Field(VIA, after(sent, VIA) + via()));
        added.add(
                new Field(
                        FORWARDED, after(sent, FORWARDED) + "for=" + node(client) + ";proto=http"));
        String before = after(sent, FOR);
        if (!before.isEmpty()) {
            added.add(new Field(FOR, before + client));
        }
        return seen(
                probe,
                sent.stream().filter(Told::goesOn).toList(),
                added,
                probe.gone().stream().filter(field -> !goesOn(field)).toList());
    }

    /// As RFC 7239 6 has it.
    private static String node(String client) {
        return client.indexOf(':') < 0 ? client : "\"[" + client + "]\"";
    }

    private static boolean goesOn(Field field) {
        return !NOT_AS_SENT.contains(field.key()) && !field.key().startsWith("proxy-");
    }

    /// What the client has sent of it, to be gone on with.
    private static String after(List<Field> sent, String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return sent.stream()
                .filter(field -> field.key().equals(key))
                .map(field -> field.value() + ", ")
                .collect(Collectors.joining());
    }

    private static Probe seen(
            Probe probe, List<Field> fields, List<Field> added, List<Field> gone) {
        List<Field> all = new ArrayList<>(fields);
        all.addAll(added);
        String[] line = probe.expected().text().split(" ", 3);
        return new Probe(
                probe.nonce(), probe.head(), Probe.head(line[0], line[1], all), gone, probe.body());
    }

    private String via() {
        return "1.1 " + name;
    }

    /// How much a target can tell by it at least.
    Optional<Grade> grade(Probe probe) {
        return isTunnelled(probe)
                ? Optional.empty()
                : switch (level) {
                    case ELITE -> Optional.empty();
                    case ANONYMOUS -> Optional.of(Grade.ANONYMOUS);
                    case TRANSPARENT -> Optional.of(Grade.TRANSPARENT);
                };
    }

    /// What is no leak, in words; nothing where nothing is told.
    ///
    /// @param seen what the target has seen
    Optional<String> words(Probe probe, List<Field> seen) {
        if (isTunnelled(probe) || level == Disclosure.ELITE) {
            return Optional.empty();
        }
        String fields =
                List.of(VIA, FORWARDED, FOR).stream()
                        .filter(name ->
                                seen.stream()
                                        .anyMatch(field -> field.name().equalsIgnoreCase(name)))
                        .filter(name -> level == Disclosure.TRANSPARENT || name.equals(VIA))
                        .collect(Collectors.joining(", "));
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "as configured: "
                                + fields
                                + " (level "
                                + level.name().toLowerCase(Locale.ROOT)
                                + ")");
    }

    private static boolean isTunnelled(Probe probe) {
        return probe.gone().isEmpty() && probe.head().equals(probe.expected());
    }
}
