package dev.gyre.app.upkeep;

import dev.gyre.net.Json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The members of one table of a state file, and where in it that is.
///
/// @param place such as `egresses[3].`
record Members(String place, Json.Table table) {

    /// Until the year 9999.
    private static final long LAST_SECOND = 253_402_300_799L;

    static Members of(String place, Json json) throws StateText.Broken {
        if (json instanceof Json.Table table) {
            return new Members(place, table);
        }
        throw new StateText.Broken(": error: " + place + " is not what belongs there");
    }

    boolean has(String name) {
        return table.get(name).isPresent();
    }

    /// Whether it is there and `true`.
    boolean isTrue(String name) throws StateText.Broken {
        Json value = table.get(name).orElse(null);
        if (value != null && !(value instanceof Json.Word)) {
            throw wrong(name);
        }
        return value instanceof Json.Word(String word) && word.equals("true");
    }

    Optional<String> text(String name) throws StateText.Broken {
        Optional<Json> value = table.get(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof Json.Text(String text)) {
            return Optional.of(text);
        }
        throw wrong(name);
    }

    String needed(String name) throws StateText.Broken {
        return text(name).orElseThrow(() -> wrong(name));
    }

    /// A whole number, no less than nothing.
    long number(String name) throws StateText.Broken {
        if (table.get(name).orElse(null) instanceof Json.Word(String word)
                && word.matches("[0-9]{1,18}")) {
            return Long.parseLong(word);
        }
        throw wrong(name);
    }

    /// Seconds since 1970.
    Instant time(String name) throws StateText.Broken {
        long second = number(name);
        if (second > LAST_SECOND) {
            throw wrong(name);
        }
        return Instant.ofEpochSecond(second);
    }

    Optional<Members> table(String name) throws StateText.Broken {
        Optional<Json> value = table.get(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(of(place + name, value.get()));
    }

    /// The tables of a list; none when it is missing.
    List<Members> list(String name) throws StateText.Broken {
        Optional<Json> value = table.get(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof Json.Array(List<Json> items))) {
            throw wrong(name);
        }
        List<Members> tables = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            tables.add(of(place + name + "[" + i + "].", items.get(i)));
        }
        return tables;
    }

    private StateText.Broken wrong(String name) {
        return new StateText.Broken(": error: '" + place + name + "' is missing or wrong");
    }
}
