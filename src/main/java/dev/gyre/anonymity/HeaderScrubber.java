package dev.gyre.anonymity;

import dev.gyre.http.Fields;

import java.util.List;

/// Tells which fields of a request say who asks, or that a proxy was there. With them gone, and none added, the target sees what
/// it would see without a proxy.
public final class HeaderScrubber {

    private static final FieldSet IDENTIFYING =
            new FieldSet(
                    "via",
                    "forwarded",
                    "forwarded-for",
                    "forwarded-for-ip",
                    "forwarded-proto",
                    "x-forwarded",
                    "x-forwarder-for",
                    "x-real-ip",
                    "real-ip",
                    "x-client-ip",
                    "client-ip",
                    "x-client",
                    "true-client-ip",
                    "cf-connecting-ip",
                    "cf-connecting-ipv6",
                    "cf-pseudo-ipv4",
                    "cf-ipcountry",
                    "cf-ray",
                    "cf-visitor",
                    "fastly-client-ip",
                    "fly-client-ip",
                    "x-cluster-client-ip",
                    "x-proxyuser-ip",
                    "x-originating-ip",
                    "x-remote-ip",
                    "x-remote-addr",
                    "remote-addr",
                    "x-original-forwarded-for",
                    "x-original-host",
                    "x-original-remote-addr",
                    "x-host",
                    "x-envoy-external-address",
                    "x-appengine-user-ip",
                    "x-azure-clientip",
                    "x-azure-socketip",
                    "x-coming-from",
                    "coming-from",
                    "x-bluecoat-via",
                    "x-tinyproxy",
                    "x-proxy-id",
                    "x-proxy-connection",
                    "via-proxy",
                    "x-via",
                    "xroxy-connection",
                    "mt-proxy-id",
                    "x-imforwards",
                    "max-forwards",
                    "from",
                    "x-wap-profile",
                    "x-up-subno",
                    "x-msisdn",
                    "msisdn",
                    "x-nokia-msisdn",
                    "x-up-calling-line-id",
                    "x-uidh",
                    "x-acr",
                    "x-vf-acr",
                    "x-forward-for",
                    "x-true-client-ip",
                    "x-remote-host",
                    "x-sucuri-clientip",
                    "x-nginx-proxy",
                    "cluster-client-ip",
                    "incap-client-ip",
                    "cdn-loop",
                    "cf-ew-via",
                    // Told to Gyre alone.
                    "gyre-session");

    /// `http-` is what a server's own variables (`HTTP_VIA`) begin with.
    private static final String[] IDENTIFYING_PREFIXES = {
        "proxy-",
        "wl-proxy-",
        "http-",
        "x-forwarded-",
        "x-arr-",
        "x-proxy-",
        "x-azure-",
        "x-appengine-",
        "cloudfront-viewer-"
    };

    /// What those begin with: most fields begin with something else.
    private static final String STARTS = "pwhxc";

    /// What concerns Gyre and the client alone, however much a target is told.
    private static final FieldSet OWN = new FieldSet("gyre-session");

    private HeaderScrubber() {}

    /// Whether a field of this name tells of a client or a proxy.
    ///
    /// @param lowerName with `-` for `_`
    static boolean tells(String lowerName) {
        return IDENTIFYING.contains(lowerName)
                || List.of(IDENTIFYING_PREFIXES).stream().anyMatch(lowerName::startsWith);
    }

    /// Whether a request must not leave with this field, even where the target may know who asks.
    static boolean removesAlways(Fields fields, int field) {
        return OWN.contains(fields, field)
                || fields.isLookAlike(field)
                || fields.nameStartsLike(field, "proxy-");
    }

    /// Whether a request must not leave with this field.
    public static boolean removes(Fields fields, int field) {
        if (IDENTIFYING.contains(fields, field) || fields.isLookAlike(field)) {
            return true;
        }
        if (STARTS.indexOf(fields.nameStart(field)) < 0) {
            return false;
        }
        for (String prefix : IDENTIFYING_PREFIXES) {
            if (fields.nameStartsLike(field, prefix)) {
                return true;
            }
        }
        return false;
    }
}
