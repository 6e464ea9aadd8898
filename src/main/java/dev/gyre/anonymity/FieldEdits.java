package dev.gyre.anonymity;

import dev.gyre.http.Fields;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Rules made ready: for each name what comes of all of them together, so that a field is looked up once. Immutable; safe for all threads.
public final class FieldEdits {

    /// None.
    public static final FieldEdits NONE = new FieldEdits(List.of(), List.of());

    /// No rule is about a field.
    static final int UNTOUCHED = -1;

    /// It is about one whose name begins so; it is removed.
    static final int REMOVED = -2;

    private final List<FieldEdit> edits;
    private final List<String> prefixes;
    private final FieldSet names;

    private FieldEdits(List<FieldEdit> edits, List<String> prefixes) {
        this.edits = edits;
        this.prefixes = prefixes;
        this.names = new FieldSet(edits.stream().map(FieldEdit::lowerName).toArray(String[]::new));
    }

    static FieldEdits of(List<FieldRule> rules) {
        if (rules.isEmpty()) {
            return NONE;
        }
        Map<String, FieldEdit> edits = new LinkedHashMap<>();
        for (FieldRule rule : rules) {
            String name = name(rule);
            if (!name.endsWith("*")) {
                edits.putIfAbsent(key(name), FieldEdit.none(key(name)));
            }
        }
        List<String> prefixes = new ArrayList<>();
        for (FieldRule rule : rules) {
            String key = key(name(rule));
            if (rule instanceof FieldRule.Remove remove && remove.isPrefix()) {
                String prefix = key.substring(0, key.length() - 1);
                prefixes.add(prefix);
                edits.replaceAll((name, edit) -> name.startsWith(prefix) ? edit.then(rule) : edit);
            } else {
                edits.computeIfPresent(key, (_, edit) -> edit.then(rule));
            }
        }
        return new FieldEdits(List.copyOf(edits.values()), List.copyOf(prefixes));
    }

    private static String name(FieldRule rule) {
        return switch (rule) {
            case FieldRule.Remove(String name) -> name;
            case FieldRule.Set(String name, _, _) -> name;
            case FieldRule.Replace(String name, _, _) -> name;
        };
    }

    /// As [FieldSet] has names: many a server takes `_` for `-`.
    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public boolean isNone() {
        return this == NONE;
    }

    /// Begins with a message.
    public Editing begin() {
        return isNone() ? Editing.NONE : new Editing(this);
    }

    /// Which edit is about a field, or one of the codes above.
    int of(Fields fields, int field) {
        int edit = names.indexOf(fields, field);
        if (edit >= 0) {
            return edit;
        }
        for (String prefix : prefixes) {
            if (fields.nameStartsLike(field, prefix)) {
                return REMOVED;
            }
        }
        return UNTOUCHED;
    }

    FieldEdit edit(int index) {
        return edits.get(index);
    }

    int size() {
        return edits.size();
    }
}
