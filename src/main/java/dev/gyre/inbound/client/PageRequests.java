package dev.gyre.inbound.client;

import java.util.Locale;

/// Tells requests that a web page may have had made from those of programs.
public final class PageRequests {

    private PageRequests() {}

    /// Whether a browser made the request, as far as can be told. A page that asks has its browser send an `Origin` or a
    /// `Referer`, or can prevent both; in some browsers it can also have it say that it is another program; but not that it leaves
    /// the user's languages out.
    public static boolean mayBe(BuiltInTarget.Asked request) {
        return isLinked(request) || isBrowsers(request);
    }

    /// Whether it says where it was asked for from.
    public static boolean isLinked(BuiltInTarget.Asked request) {
        return request.has("origin") || request.has("referer");
    }

    /// Whether it is a browser's.
    public static boolean isBrowsers(BuiltInTarget.Asked request) {
        String agent = request.value("user-agent").toLowerCase(Locale.ROOT);
        return agent.startsWith("mozilla/")
                || agent.startsWith("opera/")
                || request.has("accept-language")
                || request.hasPrefix("sec-");
    }
}
