package dev.gyre.net;

import java.util.Locale;
import java.util.Optional;

/// Which hosts are meant, as a person writes it. Names are compared as the DNS knows them, whatever the case of their letters.
public sealed interface HostPattern {

    boolean matches(Host host);

    /// Just this one, in whatever spelling.
    record Exact(Host only) implements HostPattern {
        @Override
        public boolean matches(Host host) {
            return only.equals(host);
        }

        @Override
        public String toString() {
            return only.text();
        }
    }

    /// A name and all below it: `.example.org`.
    record Below(String name) implements HostPattern {
        @Override
        public boolean matches(Host host) {
            if (!(host instanceof Host.Name(String text)) || !text.endsWith(name)) {
                return false;
            }
            int before = text.length() - name.length() - 1;
            return before < 0 || text.charAt(before) == '.';
        }

        @Override
        public String toString() {
            return "." + name;
        }
    }

    /// Names in which any characters stand in the place of each `*`, dots too: `*.example.org` is all below that name, without itself.
    record Like(Glob glob) implements HostPattern {
        @Override
        public boolean matches(Host host) {
            return host instanceof Host.Name(String text) && glob.matches(text);
        }

        @Override
        public String toString() {
            return glob.pattern();
        }
    }

    /// The pattern that a text spells; nothing when no host could match it.
    static Optional<HostPattern> parse(String text) {
        if (text.indexOf('*') >= 0) {
            return glob(text);
        }
        if (text.startsWith(".")) {
            return Host.written(text.substring(1))
                    .flatMap(host ->
                            host instanceof Host.Name(String name)
                                    ? Optional.of(new Below(name))
                                    : Optional.empty());
        }
        return Host.written(text).map(Exact::new);
    }

    /// Each label without a star is one of a name; of one with a star, the rest is ASCII.
    private static Optional<HostPattern> glob(String text) {
        StringBuilder pattern = new StringBuilder();
        String whole = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        for (String label : whole.split("\\.", -1)) {
            Optional<String> one =
                    label.indexOf('*') < 0
                            ? Host.written(label + ".x")
                                    .map(host -> host.text().substring(0, host.text().length() - 2))
                            : starred(label);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            pattern.append(pattern.isEmpty() ? "" : ".").append(one.get());
        }
        return pattern.length() > 253
                ? Optional.empty()
                : Optional.of(new Like(new Glob(pattern.toString())));
    }

    private static Optional<String> starred(String label) {
        return label.matches("[a-zA-Z0-9_*-]{1,63}")
                ? Optional.of(label.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }
}
