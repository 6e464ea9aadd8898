package dev.gyre.conformance;

import dev.gyre.conformance.RawOrigin.End;

import java.util.List;
import java.util.stream.Stream;

/// A target's answer as it is sent, and what the client must be told.
///
/// @param rfc number and section that say so
/// @param request of the client, in the notation of [Wire]
/// @param answer of the target, in the same
/// @param end what the target does then
record ResponseRow(
        String name, String rfc, String request, String answer, End end, Outcome outcome) {

    /// What must become of an answer.
    sealed interface Outcome {

        /// The client gets just these, each head and body; the last is the answer.
        ///
        /// @param persists whether its connection serves on
        record Told(List<String> replies, boolean persists) implements Outcome {}

        /// After these interim replies the client gets a 502 of the proxy's own.
        record BadGateway(List<String> interim) implements Outcome {}

        /// The client gets at most a part of this, and can tell that it is not the whole.
        record Cut(String most) implements Outcome {}

        /// The client gets this, and what follows goes to the same target as it is.
        record Switched(String reply) implements Outcome {}
    }

    static final String GET = "GET http://{origin}/ HTTP/1.1\nHost: {origin}\n\n";
    static final String HEAD = "HEAD http://{origin}/ HTTP/1.1\nHost: {origin}\n\n";
    static final String OLD = "GET http://{origin}/ HTTP/1.0\nHost: {origin}\n\n";
    static final String WEBSOCKET =
            "GET http://{origin}/ HTTP/1.1\n"
                    + "Host: {origin}\n"
                    + "Connection: Upgrade\n"
                    + "Upgrade: websocket\n\n";

    /// The head of an ordinary answer with these field lines.
    static String ok(String fields) {
        return "HTTP/1.1 200 OK\nDate: {date}\n" + fields + "\n\n";
    }

    /// Passed on as it is.
    static ResponseRow passes(String name, String rfc, String answer) {
        return told(name, rfc, GET, answer, End.OPEN, answer);
    }

    static ResponseRow told(
            String name, String rfc, String request, String answer, End end, String... replies) {
        return new ResponseRow(
                name, rfc, request, answer, end, new Outcome.Told(List.of(replies), true));
    }

    /// The last on the client's connection.
    static ResponseRow toldLast(
            String name, String rfc, String request, String answer, End end, String... replies) {
        return new ResponseRow(
                name, rfc, request, answer, end, new Outcome.Told(List.of(replies), false));
    }

    /// What no client may be told.
    static ResponseRow bad(String name, String rfc, String answer) {
        return bad(name, rfc, GET, answer, End.OPEN);
    }

    static ResponseRow bad(
            String name, String rfc, String request, String answer, End end, String... interim) {
        return new ResponseRow(
                name, rfc, request, answer, end, new Outcome.BadGateway(List.of(interim)));
    }

    static ResponseRow cut(String name, String rfc, String answer, End end, String most) {
        return new ResponseRow(name, rfc, GET, answer, end, new Outcome.Cut(most));
    }

    static ResponseRow switched(String name, String rfc, String answer, String reply) {
        return new ResponseRow(name, rfc, WEBSOCKET, answer, End.OPEN, new Outcome.Switched(reply));
    }

    /// The same, with what it is about in front of its name.
    static Stream<ResponseRow> about(String topic, List<ResponseRow> rows) {
        return rows.stream()
                .map(row ->
                        new ResponseRow(
                                topic + ": " + row.name,
                                row.rfc,
                                row.request,
                                row.answer,
                                row.end,
                                row.outcome));
    }

    /// Of the request.
    String method() {
        return request.substring(0, request.indexOf(' '));
    }

    @Override
    public String toString() {
        return name + " (RFC " + rfc + ")";
    }
}
