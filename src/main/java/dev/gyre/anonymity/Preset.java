package dev.gyre.anonymity;

import dev.gyre.net.Glob;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A browser, as which requests are to look: what they say of the browser and its languages is as its users have it in common. What
/// each says stands in the resource `presets`.
public enum Preset {
    TOR_BROWSER("tor-browser"),
    FIREFOX("firefox"),
    CHROME("chrome");

    private static final String RESOURCE = "presets";

    private final String word;

    /// Never changed.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<FieldRule> rules;

    Preset(String word) {
        this.word = word;
        this.rules = read(word);
    }

    List<FieldRule> rules() {
        return rules;
    }

    /// The lines of one paragraph: `set NAME: VALUE`, `remove NAME`, `replace NAME: PATTERN => VALUE`.
    private static List<FieldRule> read(String word) {
        List<FieldRule> rules = new ArrayList<>();
        String paragraph = "";
        for (String line : text().lines().toList()) {
            if (line.startsWith("[")) {
                paragraph = line.substring(1, line.length() - 1);
            } else if (paragraph.equals(word) && !line.isBlank() && !line.startsWith("#")) {
                rules.add(rule(line));
            }
        }
        return List.copyOf(rules);
    }

    private static FieldRule rule(String line) {
        String[] words = line.split(" ", 2);
        String[] field = words[1].split(": ", 2);
        return switch (words[0]) {
            case "remove" -> new FieldRule.Remove(words[1]);
            case "set" -> new FieldRule.Set(field[0], field[1], false);
            case "replace" -> {
                String[] values = field[1].split(" => ", 2);
                yield new FieldRule.Replace(field[0], new Glob(values[0]), values[1]);
            }
            default -> throw new IllegalStateException("not a rule of a preset: " + line);
        };
    }

    private static String text() {
        try (InputStream in = Preset.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the program is not whole: no " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return word;
    }
}
