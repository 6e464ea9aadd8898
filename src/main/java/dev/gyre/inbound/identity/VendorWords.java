package dev.gyre.inbound.identity;

import java.util.List;
import java.util.Optional;

/// Parameters that vendors of proxies have, and that mean nothing to Gyre. Knowing them tells them from the rest of a value that
/// has a separator in it, and lets an error name them.
final class VendorWords {

    private static final List<String> ALL =
            List.of(
                    "city",
                    "state",
                    "st",
                    "region",
                    "continent",
                    "subdivision",
                    "zip",
                    "asn",
                    "isp",
                    "carrier",
                    "os",
                    "ip",
                    "gip",
                    "type",
                    "zone",
                    "customer",
                    "dns",
                    "route_err",
                    "c_tag",
                    "debug",
                    "direct",
                    "streaming",
                    "forcerandom",
                    "skipispstatic",
                    "skipipslist");

    private VendorWords() {}

    /// The word that `[from, to)` of the text is, in any letter case.
    static Optional<String> of(String text, int from, int to) {
        for (String each : ALL) {
            if (Ascii.is(text, from, to, each)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
