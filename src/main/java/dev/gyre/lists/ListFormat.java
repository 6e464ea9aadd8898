package dev.gyre.lists;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.ListSource.Reading;
import dev.gyre.net.Credentials;
import dev.gyre.net.Host;
import dev.gyre.net.JsonText;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a list can be written. Passwords are written too: a list without them is none.
public enum ListFormat {
    /// `scheme://user:password@host:port`, which loses nothing.
    URL,
    /// `host:port`, which has neither scheme nor credentials.
    HOST_PORT,
    /// `host:port:user:password`, which has no scheme.
    HOST_PORT_USER_PASS,
    /// `user:password@host:port`, which has no scheme.
    USER_PASS_AT_HOST_PORT,
    /// A Clash or mihomo file.
    CLASH,
    /// An array of URLs.
    JSON;

    /// The name as it is typed, such as `host-port`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether what is written says what each proxy speaks.
    boolean hasScheme() {
        return switch (this) {
            case URL, CLASH, JSON -> true;
            case HOST_PORT, HOST_PORT_USER_PASS, USER_PASS_AT_HOST_PORT -> false;
        };
    }

    /// Whether addresses of this machine can be written.
    boolean hasSources() {
        return this != CLASH;
    }

    /// What stands before all entries.
    String opening() {
        return switch (this) {
            case CLASH -> "proxies:\n";
            case JSON -> "[";
            case URL, HOST_PORT, HOST_PORT_USER_PASS, USER_PASS_AT_HOST_PORT -> "";
        };
    }

    /// What stands between two entries.
    String separator() {
        return this == JSON ? ",\n" : "\n";
    }

    /// What stands behind the last entry.
    String closing() {
        return this == JSON ? "]\n" : "\n";
    }

    String source(AddressRange range) {
        return this == JSON ? JsonText.quoted(range.toString()) : range.toString();
    }

    /// The hop, or nothing when the format has no words for it.
    ///
    /// @param number its place in the list, from 1
    Optional<String> hop(Hop hop, int number) {
        return switch (this) {
            case URL -> Optional.of(HopText.url(hop));
            case JSON -> Optional.of(JsonText.quoted(HopText.url(hop)));
            case HOST_PORT -> Optional.of(hop.server().toString());
            case HOST_PORT_USER_PASS ->
                    Optional.of(
                                    hop.server()
                                            + hop.credentials()
                                                    .map(known ->
                                                            ":"
                                                                    + known.user()
                                                                    + ":"
                                                                    + known.password())
                                                    .orElse(""))
                            .filter(line -> isReadAs(hop, line));
            case USER_PASS_AT_HOST_PORT ->
                    Optional.of(
                                    hop.credentials()
                                                    .map(known -> HopText.encoded(known) + "@")
                                                    .orElse("")
                                            + hop.server())
                            .filter(line -> isReadAs(hop, line));
            case CLASH -> clash(hop, number);
        };
    }

    /// What stands in credentials may make a line mean another proxy.
    private static boolean isReadAs(Hop hop, String line) {
        List<EgressEntry> read =
                ListText.parse("", line, new Reading(hop.scheme(), false), Labels.NONE).entries();
        return read.equals(List.of(new EgressEntry.Through(List.of(hop))));
    }

    private static Optional<String> clash(Hop hop, int number) {
        String type =
                switch (hop.scheme()) {
                    case HTTP, HTTPS -> "http";
                    case SOCKS5H -> "socks5";
                    case SOCKS4, SOCKS4A, SOCKS5 -> "";
                };
        if (type.isEmpty()) {
            return Optional.empty();
        }
        String host = hop.server().host().text();
        boolean ipv6 = hop.server().host() instanceof Host.Address && host.startsWith("[");
        return Optional.of(
                "  - {name: "
                        + JsonText.quoted(number + " " + hop.server())
                        + ", type: "
                        + type
                        + ", server: "
                        + JsonText.quoted(ipv6 ? host.substring(1, host.length() - 1) : host)
                        + ", port: "
                        + hop.server().port()
                        + hop.credentials().map(ListFormat::clash).orElse("")
                        + (hop.scheme() == HopScheme.HTTPS ? ", tls: true}" : "}"));
    }

    private static String clash(Credentials known) {
        return ", username: "
                + JsonText.quoted(known.user())
                + ", password: "
                + JsonText.quoted(known.password());
    }
}
