package dev.gyre.http;

/// What the `Connection` and `Proxy-Connection` fields of a head say about its connection (RFC 9112
/// 9.3, 9.6).
final class Persistence {

    private static final int CLOSE = 1;
    private static final int KEEP_ALIVE = 2;

    private boolean connection;
    private int said;
    private int saidToProxy;

    void connection(byte[] bytes, int from, int to) {
        connection = true;
        said |= read(bytes, from, to);
    }

    void proxyConnection(byte[] bytes, int from, int to) {
        saidToProxy |= read(bytes, from, to);
    }

    private static int read(byte[] bytes, int from, int to) {
        // What most say.
        if (Ascii.is(bytes, from, to, "keep-alive")) {
            return KEEP_ALIVE;
        }
        return (Ascii.listHas(bytes, from, to, "close") ? CLOSE : 0)
                | (Ascii.listHas(bytes, from, to, "keep-alive") ? KEEP_ALIVE : 0);
    }

    /// @param request `Proxy-Connection` counts in requests only, and only where there is no
    ///     `Connection`
    boolean keepAlive(int minorVersion, boolean request) {
        int words = connection || !request ? said : saidToProxy;
        if ((words & CLOSE) != 0) {
            return false;
        }
        return minorVersion == 1 || (words & KEEP_ALIVE) != 0;
    }

    void reset() {
        connection = false;
        said = 0;
        saidToProxy = 0;
    }
}
