package dev.gyre.egress;

/// What a hop speaks, as the scheme of its URL says.
public enum HopScheme {
    /// HTTP CONNECT in the clear.
    HTTP("http", 8080, true),
    /// HTTP CONNECT over TLS.
    HTTPS("https", 443, true),
    /// SOCKS4; names are resolved before they are handed on.
    SOCKS4("socks4", 1080, false),
    /// SOCKS4a; the hop resolves names.
    SOCKS4A("socks4a", 1080, true),
    /// SOCKS5; names are resolved before they are handed on.
    SOCKS5("socks5", 1080, false),
    /// SOCKS5; the hop resolves names.
    SOCKS5H("socks5h", 1080, true);

    private final String text;
    private final int defaultPort;
    private final boolean resolvesNames;

    HopScheme(String text, int defaultPort, boolean resolvesNames) {
        this.text = text;
        this.defaultPort = defaultPort;
        this.resolvesNames = resolvesNames;
    }

    /// The scheme as written in a URL, lower case.
    public String text() {
        return text;
    }

    /// The port when the URL has none.
    public int defaultPort() {
        return defaultPort;
    }

    /// Whether a name is handed to the hop as it is.
    public boolean resolvesNames() {
        return resolvesNames;
    }
}
