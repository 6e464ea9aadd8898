package dev.gyre.inbound.http;

import dev.gyre.http.Fields;
import dev.gyre.inbound.client.BuiltInTarget;

/// A request as the target that Gyre runs itself looks at it, to tell whether it serves it.
record Asked(String method, String path, Fields fields) implements BuiltInTarget.Asked {

    @Override
    public boolean has(String field) {
        return fields.contains(field);
    }

    @Override
    public String value(String field) {
        return fields.first(field).orElse("");
    }

    @Override
    public boolean hasPrefix(String prefix) {
        for (int i = 0; i < fields.count(); i++) {
            if (fields.nameStartsLike(i, prefix)) {
                return true;
            }
        }
        return false;
    }
}
