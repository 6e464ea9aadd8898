package dev.gyre.observe;

import dev.gyre.net.Addresses;
import dev.gyre.net.JsonText;
import dev.gyre.net.Site;
import dev.gyre.net.Target;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Writes a record as one line.
///
/// On one thread.
final class RequestLine {

    private static final DateTimeFormatter COMMON_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final long NANOS_OF_MILLI = 1_000_000;

    private final ClientHash hash = new ClientHash();

    /// Forgets what only belongs to a day that is over.
    void turn(Instant now) {
        hash.turn(now);
    }

    /// The line, without its end.
    String of(RequestRecord of, RequestLogSettings settings) {
        return switch (settings.format()) {
            case JSON -> json(of, settings);
            case COMMON -> common(of, settings);
        };
    }

    private String json(RequestRecord of, RequestLogSettings settings) {
        StringBuilder line = new StringBuilder(256).append("{\"time\":");
        line.append(JsonText.quoted(of.end().truncatedTo(ChronoUnit.MILLIS).toString()));
        text(line, "client", client(of, settings));
        text(line, "user", of.user());
        text(line, "kind", of.kind().name().toLowerCase(Locale.ROOT));
        text(line, isDns(of) ? "type" : "method", of.method());
        text(line, "target", target(of, settings));
        text(line, "egress", of.egress());
        if (isDns(of)) {
            text(line, "rcode", code(of));
        } else if (of.status() > 0) {
            line.append(",\"status\":").append(of.status());
        }
        text(line, "failure", of.failure().map(each -> word(each)).orElse(""));
        text(line, "reason", reason(of, settings));
        return line.append(",\"sent\":")
                .append(of.sent())
                .append(",\"received\":")
                .append(of.received())
                .append(",\"ms\":")
                .append(of.nanos() / NANOS_OF_MILLI)
                .append('}')
                .toString();
    }

    private static void text(StringBuilder line, String key, String value) {
        if (!value.isEmpty()) {
            line.append(",\"").append(key).append("\":").append(JsonText.quoted(value));
        }
    }

    private static boolean isDns(RequestRecord of) {
        return of.kind() == ExchangeRecord.Kind.DNS;
    }

    /// As RFC 1035 4.1.1 counts them.
    private static String code(RequestRecord of) {
        return switch (of.status()) {
            case 0 -> "NOERROR";
            case 1 -> "FORMERR";
            case 2 -> "SERVFAIL";
            case 3 -> "NXDOMAIN";
            case 4 -> "NOTIMP";
            case 5 -> "REFUSED";
            default -> "RCODE" + of.status();
        };
    }

    private static String word(Enum<?> failure) {
        return failure.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Host, identity, user, time, request, status and octets to the client; what is not told is `-`.
    private String common(RequestRecord of, RequestLogSettings settings) {
        return orDash(client(of, settings))
                + " - "
                + orDash(quotable(of.user()).replace(' ', '_'))
                + " ["
                + COMMON_TIME.format(of.end())
                + "] \""
                + quotable(of.method().equals("-") ? of.kind().name() : of.method())
                + ' '
                + orDash(quotable(target(of, settings)))
                + ' '
                + orDash(of.protocol())
                + "\" "
                + status(of)
                + ' '
                + of.received();
    }

    private static String status(RequestRecord of) {
        if (isDns(of)) {
            return code(of);
        }
        return of.status() > 0 ? Integer.toString(of.status()) : "-";
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    /// Nothing in it ends the quotation, or the line.
    private static String quotable(String text) {
        return text.replaceAll("[\\p{Cntrl}\"\\\\]", "?");
    }

    private String client(RequestRecord of, RequestLogSettings settings) {
        return switch (settings.client()) {
            case NONE -> "";
            case HASHED -> of.client().map(each -> hash.of(each, of.end())).orElse("");
            case FULL -> of.client().map(Addresses::text).orElse("");
        };
    }

    private static String reason(RequestRecord of, RequestLogSettings settings) {
        return switch (settings.targets()) {
            case SITE -> SiteOnly.of(of.reason(), of.target());
            case HOST, FULL -> of.reason();
        };
    }

    private static String target(RequestRecord of, RequestLogSettings settings) {
        if (of.target().isEmpty()) {
            return "";
        }
        Target target = of.target().get();
        return switch (settings.targets()) {
            case SITE -> Site.of(target.host()).name();
            case HOST -> isDns(of) ? target.host().text() : target.toString();
            case FULL ->
                    of.kind() == ExchangeRecord.Kind.HTTP
                            ? "http://" + target + of.path()
                            : isDns(of) ? target.host().text() : target.toString();
        };
    }
}
