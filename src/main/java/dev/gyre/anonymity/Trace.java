package dev.gyre.anonymity;

import dev.gyre.http.Fields;
import dev.gyre.net.Addresses;
import dev.gyre.net.Disclosure;

import io.netty.buffer.ByteBuf;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a message that is passed on says of this proxy: nothing, its pseudonym in `Via` (RFC 9110 7.6.3), or the client's address in
/// `Forwarded` (RFC 7239) besides. Immutable; safe for all threads.
///
/// A client's own `Via`, `Forwarded` and `X-Forwarded-For` are passed on only where its address is, each as one line, with what this proxy
/// has to say at its end. Of a value in which a quotation or a comment does not end, nothing is passed on: it would take what follows
/// it for a part of itself.
public final class Trace {

    /// It says nothing.
    public static final Trace NONE = new Trace(HeaderSettings.DEFAULT, Optional.empty(), "");

    private static final String VIA = "via";
    private static final String FORWARDED = "forwarded";
    private static final String FOR = "x-forwarded-for";

    private final HeaderSettings settings;

    /// As `Forwarded` and `X-Forwarded-For` spell it; nothing when it is not told.
    private final Optional<Client> client;

    /// The version in which requests were received; empty when their heads tell it.
    private final String received;

    private record Client(String node, String plain) {

        static Client of(Optional<InetAddress> address) {
            String text = address.map(Addresses::text).orElse("unknown");
            return new Client(
                    address.filter(Inet6Address.class::isInstance).isPresent()
                            ? "\"[" + text + "]\""
                            : text,
                    text);
        }
    }

    private Trace(HeaderSettings settings, Optional<Client> client, String received) {
        this.settings = settings;
        this.client = client;
        this.received = received;
    }

    /// @param disclosure how much is told
    /// @param client the client's address, if it has one
    public static Trace of(
            Disclosure disclosure, HeaderSettings settings, Optional<InetAddress> client) {
        return switch (disclosure) {
            case ELITE -> NONE;
            case ANONYMOUS -> new Trace(settings, Optional.empty(), "");
            case TRANSPARENT -> new Trace(settings, Optional.of(Client.of(client)), "");
        };
    }

    /// The same for requests that were received in HTTP/2, whatever their heads have become.
    public Trace overHttp2() {
        return isNone() ? this : new Trace(settings, client, "2");
    }

    /// Whether nothing is told.
    public boolean isNone() {
        return this == NONE;
    }

    /// How much is told.
    public Disclosure disclosure() {
        if (isNone()) {
            return Disclosure.ELITE;
        }
        return client.isEmpty() ? Disclosure.ANONYMOUS : Disclosure.TRANSPARENT;
    }

    /// Whether a request must not leave with this field as it is.
    public boolean removes(Fields fields, int field) {
        return client.isEmpty()
                ? HeaderScrubber.removes(fields, field)
                : HeaderScrubber.removesAlways(fields, field) || isOwn(fields, field);
    }

    private static boolean isOwn(Fields fields, int field) {
        return fields.nameResembles(field, VIA)
                || fields.nameResembles(field, FORWARDED)
                || fields.nameResembles(field, FOR);
    }

    /// Writes what a request says of this proxy, as field lines.
    ///
    /// @param fields as the client sent them
    /// @param minorVersion of the client's request
    public void writeOfRequest(Fields fields, int minorVersion, ByteBuf out) {
        if (isNone()) {
            return;
        }
        String version = received.isEmpty() ? "1." + minorVersion : received;
        write("Via", client.isPresent() ? values(fields, VIA) : List.of(), via(version), out);
        if (client.isPresent()) {
            write(
                    "Forwarded",
                    values(fields, FORWARDED),
                    "for=" + client.get().node() + ";proto=http",
                    out);
            List<String> before = values(fields, FOR);
            if (!before.isEmpty()) {
                write("X-Forwarded-For", before, client.get().plain(), out);
            }
        }
    }

    /// What a reply says of this proxy: a field line, or nothing.
    ///
    /// @param minorVersion of the target's reply
    public String ofReply(int minorVersion) {
        return isNone() ? "" : "Via: " + via("1." + minorVersion) + "\r\n";
    }

    /// Whether a request has come through this very proxy before. Without a pseudonym of its own, that can't be told.
    public boolean isLoop(Fields fields) {
        return settings.pseudonym().isPresent()
                && values(fields, VIA).stream()
                        .flatMap(value -> List.of(value.split(",")).stream())
                        .map(String::strip)
                        .anyMatch(element -> isBy(element, settings.name()));
    }

    /// Whether this is one of `Via`, by this very name: protocol, name, and a comment.
    private static boolean isBy(String element, String name) {
        String[] words = element.split("[ \t]+", 3);
        return words.length > 1 && words[1].equalsIgnoreCase(name);
    }

    private String via(String version) {
        return version + " " + settings.name();
    }

    private static void write(String name, List<String> before, String ours, ByteBuf out) {
        StringBuilder line = new StringBuilder(name).append(": ");
        before.forEach(value -> line.append(value).append(", "));
        out.writeCharSequence(line.append(ours).append("\r\n"), StandardCharsets.ISO_8859_1);
    }

    private static List<String> values(Fields fields, String lowerName) {
        List<String> values = new ArrayList<>(2);
        for (int i = fields.indexOf(lowerName); i >= 0; i = fields.indexOf(lowerName, i + 1)) {
            String value = fields.value(i);
            if (!value.isEmpty() && isWhole(value)) {
                values.add(value);
            }
        }
        return values;
    }

    /// Whether all quotations and comments in it end (RFC 9110 5.6.4, 5.6.5).
    private static boolean isWhole(String value) {
        boolean quoted = false;
        int comments = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && (quoted || comments > 0)) {
                i++;
            } else if (c == '"' && comments == 0) {
                quoted = !quoted;
            } else if (c == '(' && !quoted) {
                comments++;
            } else if (c == ')' && !quoted && comments > 0) {
                comments--;
            }
        }
        return !quoted && comments == 0 && !value.endsWith("\\");
    }
}
