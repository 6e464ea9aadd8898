package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.passes;
import static dev.gyre.conformance.RequestRow.refused;

import java.util.List;

/// Methods: known ones, those that a proxy has never heard of, and no methods.
final class MethodRows {

    private MethodRows() {}

    private static RequestRow plain(String name, String rfc, String method) {
        return passes(
                name,
                rfc,
                method + " http://{origin}/ HTTP/1.1\nHost: {origin}\n\n",
                method + " / HTTP/1.1\nHost: {origin}\n\n");
    }

    private static RequestRow withBody(String name, String rfc, String method) {
        String rest = "Host: {origin}\nContent-Length: 4\n\nbody";
        return passes(
                name,
                rfc,
                method + " http://{origin}/ HTTP/1.1\n" + rest,
                method + " / HTTP/1.1\n" + rest);
    }

    private static RequestRow bad(String name, String method) {
        return refused(
                name, "9110 9.1", method + " http://{origin}/ HTTP/1.1\nHost: {origin}\n\n", 400);
    }

    static List<RequestRow> rows() {
        return List.of(
                plain("HEAD", "9110 9.3.2", "HEAD"),
                withBody("HEAD with a body", "9110 9.3.2", "HEAD"),
                withBody("GET with a body", "9110 9.3.1", "GET"),
                plain("POST without a body", "9110 9.3.3", "POST"),
                withBody("PUT", "9110 9.3.4", "PUT"),
                plain("DELETE", "9110 9.3.5", "DELETE"),
                withBody("DELETE with a body", "9110 9.3.5", "DELETE"),
                withBody("PATCH", "5789 2", "PATCH"),
                withBody("OPTIONS with a body", "9110 9.3.7", "OPTIONS"),
                plain("TRACE", "9110 9.3.8", "TRACE"),
                refused(
                        "TRACE with a body",
                        "9110 9.3.8",
                        "TRACE http://{origin}/ HTTP/1.1\n"
                                + "Host: {origin}\n"
                                + "Content-Length: 4\n\n"
                                + "body",
                        400),
                refused(
                        "TRACE with chunks",
                        "9110 9.3.8",
                        "TRACE http://{origin}/ HTTP/1.1\n"
                                + "Host: {origin}\n"
                                + "Transfer-Encoding: chunked\n\n"
                                + "0\n\n",
                        400),
                plain("one nobody knows", "9110 9.1", "BREW"),
                withBody("one nobody knows with a body", "9110 9.1", "BREW"),
                plain("a known one in lower case", "9110 9.1", "get"),
                plain("HEAD in lower case is not HEAD", "9110 9.1", "head"),
                plain("one that begins like HEAD", "9110 9.1", "HEADER"),
                plain("one that begins like CONNECT", "9110 9.1", "CONNECTED"),
                plain("one with a hyphen", "9110 9.1", "M-SEARCH"),
                plain("one of all the characters of a token", "9110 5.6.2", "A!#$%&'*+-.^_`|~09z"),
                plain("one that begins with a digit", "9110 5.6.2", "2GET"),
                plain("one that begins with a mark", "9110 5.6.2", "!GET"),
                plain("one of 1000 letters", "9110 9.1", "<1000*M>"),
                bad("one with a colon", "GE:T"),
                bad("one with a slash", "GE/T"),
                bad("one with a parenthesis", "GE(T"),
                bad("one with an at sign", "GE@T"),
                bad("one in quotes", "G\"E\"T"),
                bad("one with a NUL", "GE<NUL>T"),
                bad("one with a DEL", "GE<x7f>T"),
                bad("one with an octet above ASCII", "GE<xc9>T"),
                refused(
                        "none",
                        "9110 9.1",
                        "<SP>http://{origin}/ HTTP/1.1\nHost: {origin}\n\n",
                        400));
    }
}
