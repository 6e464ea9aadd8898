package dev.gyre.fetch;

import dev.gyre.egress.Egress;
import dev.gyre.http.Field;
import dev.gyre.outbound.Destination;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One request, and what it may take.
///
/// @param egress by which it leaves
/// @param url what is asked for
/// @param destination where that is: for what this proxy runs itself, other than the URL says
/// @param method how it is asked for
/// @param fields the header, all of it
/// @param most octets that the body may have
/// @param tooMuch what becomes of it when it has more
/// @param timeout for all of it, look-ups and connection included
public record Errand(
        Egress egress,
        FetchUrl url,
        Destination destination,
        Method method,
        List<Field> fields,
        int most,
        TooMuch tooMuch,
        Duration timeout) {

    /// What becomes of a body that has more octets than it may.
    public enum TooMuch {
        /// The errand fails.
        FAILS,
        /// The rest is left.
        IS_CUT
    }

    /// How something is asked for.
    public enum Method {
        GET,
        HEAD
    }

    public Errand {
        fields = List.copyOf(fields);
        if (most < 0) {
            throw new IllegalArgumentException("a body of " + most + " octets");
        }
    }

    /// A request with [#fields(FetchUrl)].
    public static Errand get(Egress egress, FetchUrl url, int most, Duration timeout) {
        return new Errand(
                egress,
                url,
                Destination.of(url.target()),
                Method.GET,
                fields(url),
                most,
                TooMuch.FAILS,
                timeout);
    }

    /// The least that every server takes, and what tells least: no program is named. Some servers refuse who has no `User-Agent`
    /// at all; `Mozilla/5.0` is what nearly all begin with.
    public static List<Field> fields(FetchUrl url) {
        return List.of(
                new Field("Host", url.authority()),
                new Field("User-Agent", "Mozilla/5.0"),
                new Field("Accept", "*/*"),
                new Field("Connection", "close"));
    }

    /// The same, with more fields, which stand before `Connection`.
    public Errand with(List<Field> more) {
        List<Field> all = new ArrayList<>(fields);
        all.addAll(Math.max(0, all.size() - 1), more);
        return new Errand(egress, url, destination, method, all, most, tooMuch, timeout);
    }

    /// The same, to be found elsewhere than the URL says.
    public Errand at(Destination where) {
        return new Errand(egress, url, where, method, fields, most, tooMuch, timeout);
    }

    /// The same, but only the head of the answer is asked for.
    public Errand headOnly() {
        return new Errand(egress, url, destination, Method.HEAD, fields, most, tooMuch, timeout);
    }

    /// The same, with another header.
    public Errand saying(List<Field> header) {
        return new Errand(egress, url, destination, method, header, most, tooMuch, timeout);
    }

    /// The same, with what is too much left away.
    public Errand cut() {
        return new Errand(egress, url, destination, method, fields, most, TooMuch.IS_CUT, timeout);
    }

    /// The head of the request, as it leaves.
    public String head() {
        StringBuilder head = new StringBuilder(256);
        head.append(method).append(' ').append(url.path()).append(" HTTP/1.1\r\n");
        fields.forEach(field -> head.append(field).append("\r\n"));
        return head.append("\r\n").toString();
    }

    byte[] octets() {
        return head().getBytes(StandardCharsets.ISO_8859_1);
    }
}
