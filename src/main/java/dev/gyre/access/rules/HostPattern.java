package dev.gyre.access.rules;

import dev.gyre.net.Host;

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
    record Glob(String pattern) implements HostPattern {
        @Override
        public boolean matches(Host host) {
            return host instanceof Host.Name(String text) && matches(text);
        }

        /// What follows a star is looked for from where it was found last: in time of the product of both lengths at most.
        private boolean matches(String text) {
            int at = 0;
            int of = 0;
            int star = -1;
            int retry = 0;
            while (at < text.length()) {
                if (of < pattern.length() && pattern.charAt(of) == '*') {
                    star = of++;
                    retry = at;
                } else if (of < pattern.length() && pattern.charAt(of) == text.charAt(at)) {
                    of++;
                    at++;
                } else if (star >= 0) {
                    of = star + 1;
                    at = ++retry;
                } else {
                    return false;
                }
            }
            while (of < pattern.length() && pattern.charAt(of) == '*') {
                of++;
            }
            return of == pattern.length();
        }

        @Override
        public String toString() {
            return pattern;
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
        return pattern.length() > 253 ? Optional.empty() : Optional.of(new Glob(pattern.toString()));
    }

    private static Optional<String> starred(String label) {
        return label.matches("[a-zA-Z0-9_*-]{1,63}")
                ? Optional.of(label.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }
}
