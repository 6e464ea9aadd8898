package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.get;
import static dev.gyre.conformance.RequestRow.got;
import static dev.gyre.conformance.RequestRow.passes;

import java.util.List;

/// Fields that pass as they are, and those that must not leave.
final class PassedFieldRows {

    private static final String UNTOUCHED = "9110 7.7";

    private PassedFieldRows() {}

    private static RequestRow same(String name, String rfc, String fields) {
        return passes(name, rfc, get(fields), got(fields));
    }

    private static RequestRow seen(String name, String rfc, String fields, String seen) {
        return passes(name, rfc, get(fields), got(seen));
    }

    /// What would tell a target of a proxy, or of who asks.
    private static RequestRow secret(String field) {
        return passes(field, "9110 17.13", get("A: b\n" + field + "\nC: d"), got("A: b\nC: d"));
    }

    static List<RequestRow> rows() {
        return List.of(
                same("one nobody knows", "9110 5.1", "X-Nobody: knows"),
                same(
                        "a name of all the characters of a token",
                        "9110 5.6.2",
                        "A!#$%&'*+-.^`|~09z: b"),
                same("letters in any case", "9110 5.1", "aCCept: */*\nUSER-AGENT: x"),
                same("no value", "9110 5.5", "A:"),
                seen("a value of blanks", "9110 5.5", "A: <HT><SP><HT>", "A:<SP>"),
                seen("no space", "9112 5", "A:b", "A: b"),
                seen("tabs around a value", "9112 5.1", "A:<HT>b<HT>", "A: b"),
                seen("many spaces around a value", "9112 5.1", "A:     b     ", "A: b"),
                same("tabs and spaces within a value", "9110 5.5", "A: b<HT>c  d"),
                same("octets above ASCII", "9110 5.5", "A: <x80><xe9><xff>"),
                same("marks in a value", "9110 5.5", "A: ()<x3c><x3e>@,;:\\\"/[]?={}"),
                same("a colon at the start of a value", "9110 5.5", "A: :b"),
                same("one name, in order", "9110 5.3", "A: 1\nB: 2\nA: 3\na: 4"),
                same("two lines of cookies", "6265 5.4", "Cookie: a=b\nCookie: c=d"),
                same("a date", UNTOUCHED, "Date: Sun, 06 Nov 1994 08:49:37 GMT"),
                same(
                        "conditions",
                        "9110 13.2.1",
                        "If-Match: \"a\"\nIf-None-Match: W/\"b\", *\nIf-Range: x"),
                same("a range", "9110 14.2", "Range: bytes=0-0,-1"),
                same("an authorization", "9110 11.6.2", "Authorization: Basic eDp5"),
                same(
                        "what is accepted",
                        UNTOUCHED,
                        "Accept: */*\nAccept-Encoding: gzip, br\nAccept-Language: de"),
                same("what is not to be transformed", UNTOUCHED, "Cache-Control: no-transform"),
                same("a referrer and an origin", UNTOUCHED, "Referer: http://a/\nOrigin: null"),
                same("a name that begins like Host", "9110 5.1", "Hostname: x\nX-Hos: y"),
                same("a name that ends like Host", "9110 5.1", "Ghost: x"),
                secret("Via: 1.1 x"),
                secret("vIA: 1.1 x"),
                secret("Forwarded: for=192.0.2.1"),
                secret("X-Forwarded-For: 192.0.2.1"),
                secret("X_Forwarded_For: 192.0.2.1"),
                secret("X-Forwarded-Host: x"),
                secret("X-Real-IP: 192.0.2.1"),
                secret("Client-IP: 192.0.2.1"),
                secret("True-Client-IP: 192.0.2.1"),
                secret("CF-Connecting-IP: 192.0.2.1"),
                secret("Proxy-Authorization: Basic eDp5"),
                secret("proxy_authorization: Basic eDp5"),
                secret("Proxy-Anything: x"),
                secret("Max-Forwards: 5"),
                secret("From: me@a.example"));
    }
}
