package dev.gyre.audit;

/// What a client of the audit speaks to get in.
public enum Way {
    /// A request in absolute form.
    HTTP("HTTP"),
    /// A tunnel by CONNECT.
    CONNECT("CONNECT"),
    /// A tunnel by SOCKS5, to a name.
    SOCKS5("SOCKS5"),
    /// A tunnel by SOCKS4a, to a name.
    SOCKS4A("SOCKS4a");

    private final String text;

    Way(String text) {
        this.text = text;
    }

    /// For people.
    public String text() {
        return text;
    }
}
