package dev.gyre.judge;

import dev.gyre.inbound.client.BuiltInTarget;

import java.util.Map;

/// A request as a built-in target looks at it.
///
/// @param fields by their names in lower case
record Said(String method, String path, Map<String, String> fields) implements BuiltInTarget.Asked {

    @Override
    public boolean has(String field) {
        return fields.containsKey(field);
    }

    @Override
    public String value(String field) {
        return fields.getOrDefault(field, "");
    }

    @Override
    public boolean hasPrefix(String prefix) {
        return fields.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }
}
