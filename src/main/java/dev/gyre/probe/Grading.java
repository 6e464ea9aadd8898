package dev.gyre.probe;

import dev.gyre.egress.Grade;
import dev.gyre.http.Field;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// How much a target can tell from a head that it saw.
public final class Grading {

    private Grading() {}

    /// @param differences from the head that it should have seen
    /// @param client the address of who asked
    public static Grade of(List<Difference> differences, List<Field> seen, String client) {
        return of(differences, seen, List.of(client));
    }

    /// @param clients the addresses that who asked may have
    public static Grade of(
            List<Difference> differences, List<Field> seen, Collection<String> clients) {
        return clients.stream().anyMatch(client -> names(seen, client))
                ? Grade.TRANSPARENT
                : differences.stream().anyMatch(Grading::tellsOfAProxy)
                        ? Grade.ANONYMOUS
                        : Grade.ELITE;
    }

    private static boolean names(List<Field> seen, String client) {
        Pattern address = address(client);
        return seen.stream().anyMatch(field -> address.matcher(field.value()).find());
    }

    /// What no client says by itself. A field that is missing, or written otherwise, may be another client's way.
    private static boolean tellsOfAProxy(Difference difference) {
        return switch (difference.kind()) {
            case ADDED, PASSED, VERSION -> true;
            case REMOVED, RESPELLED, CHANGED, REORDERED, REQUEST, FORM -> false;
        };
    }

    /// The address in a text, but not as part of a longer one.
    private static Pattern address(String literal) {
        return literal.indexOf(':') < 0
                ? Pattern.compile("(?<![0-9.])" + Pattern.quote(literal) + "(?![0-9]|\\.[0-9])")
                : Pattern.compile("(?i)(?<![0-9a-f:])" + Pattern.quote(literal) + "(?![0-9a-f:])");
    }
}
