package dev.gyre.anonymity;

import dev.gyre.http.Fields;

import java.util.List;

/// The fields that concern one connection only: they are not passed on (RFC 9110 7.6.1), nor are those that `Connection` names.
///
/// `Host` and the framing fields stay whatever `Connection` says: a message must not lose its target or its length by naming
/// them.
public final class HopByHop {

    private static final FieldSet REQUEST =
            new FieldSet(
                    "connection",
                    "proxy-connection",
                    "keep-alive",
                    "te",
                    "trailer",
                    "upgrade",
                    "http2-settings",
                    "proxy-authorization",
                    "proxy-authenticate");

    private static final FieldSet RESPONSE =
            new FieldSet(
                    "connection",
                    "proxy-connection",
                    "keep-alive",
                    "te",
                    "trailer",
                    "upgrade",
                    "proxy-authenticate",
                    "proxy-authentication-info");

    private static final FieldSet KEPT =
            new FieldSet("host", "content-length", "transfer-encoding");

    private final FieldSet fixed;
    private final Fields fields;
    private final List<String> nominated;

    private HopByHop(FieldSet fixed, Fields fields) {
        this.fixed = fixed;
        this.fields = fields;
        this.nominated = fields.contains("connection") ? nominated(fields) : List.of();
    }

    /// Of a request.
    public static HopByHop ofRequest(Fields fields) {
        return new HopByHop(REQUEST, fields);
    }

    /// Of a response.
    public static HopByHop ofResponse(Fields fields) {
        return new HopByHop(RESPONSE, fields);
    }

    /// Whether this field must not be passed on.
    public boolean includes(int field) {
        if (fixed.contains(fields, field)) {
            return true;
        }
        for (String name : nominated) {
            if (fields.nameIs(field, name)) {
                return !KEPT.contains(fields, field);
            }
        }
        return false;
    }

    private static List<String> nominated(Fields fields) {
        List<String> names = fields.list("connection");
        names.removeIf(name -> name.equals("keep-alive") || name.equals("close"));
        return names;
    }
}
