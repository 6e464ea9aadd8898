package dev.gyre.http;

/// How large a head may be (RFC 9112 3, RFC 9110 5.4).
///
/// @param line octets of the request line or status line, without its CRLF; more is 414
/// @param head octets of the whole head, start line and final empty line included; more is 431
/// @param fields field lines; more is 431
public record HeadLimits(int line, int head, int fields) {

    /// 16 KiB, 64 KiB, 200 fields.
    public static final HeadLimits DEFAULT = new HeadLimits(16 << 10, 64 << 10, 200);

    public HeadLimits {
        if (line < 16 || head < line || fields < 1 || head > 1 << 24) {
            throw new IllegalArgumentException("limits make no sense");
        }
    }
}
