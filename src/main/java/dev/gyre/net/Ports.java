package dev.gyre.net;

/// Reads port numbers strictly.
public final class Ports {

    private Ports() {}

    /// The port from 1 to 65535 that these one to five ASCII digits spell, or -1.
    public static int parse(String text) {
        if (text.isEmpty() || text.length() > 5) {
            return -1;
        }
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            port = port * 10 + digit;
        }
        return port >= 1 && port <= 65535 ? port : -1;
    }
}
