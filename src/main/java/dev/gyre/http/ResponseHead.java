package dev.gyre.http;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;

/// The head of a response that passed every check of [HeadParser].
///
/// Safe to read on any thread.
public final class ResponseHead implements Head {

    private final byte[] bytes;
    private final int reasonStart;
    private final int reasonEnd;
    private final int status;
    private final int minorVersion;
    private final boolean keepAlive;
    private final long framing;
    private final Fields fields;

    ResponseHead(byte[] bytes, StartLine line, boolean keepAlive, long framing, Fields fields) {
        this.bytes = bytes;
        this.reasonStart = line.start;
        this.reasonEnd = line.end;
        this.status = line.status;
        this.minorVersion = line.minorVersion;
        this.keepAlive = keepAlive;
        this.framing = framing;
        this.fields = fields;
    }

    /// 100 to 599.
    public int status() {
        return status;
    }

    /// Whether another head follows for the same request (RFC 9110 15.2): any 1xx but 101, which
    /// ends HTTP.
    public boolean isInterim() {
        return status < 200 && status != 101;
    }

    /// The reason phrase as ISO-8859-1; may be empty.
    public String reason() {
        return new String(bytes, reasonStart, reasonEnd - reasonStart, StandardCharsets.ISO_8859_1);
    }

    /// Writes the reason phrase as it was received.
    public void writeReason(ByteBuf out) {
        out.writeBytes(bytes, reasonStart, reasonEnd - reasonStart);
    }

    @Override
    public int minorVersion() {
        return minorVersion;
    }

    @Override
    public Fields fields() {
        return fields;
    }

    /// Where the body ends when this answers a request of that method: there is none after HEAD, a
    /// 2xx to CONNECT, 1xx, 204 and 304, whatever the fields say (RFC 9112 6.3).
    public BodyFraming framing(String requestMethod) {
        return Framing.of(framingCode(requestMethod));
    }

    long framingCode(String requestMethod) {
        boolean none =
                status < 200
                        || status == 204
                        || status == 304
                        || requestMethod.equals("HEAD")
                        || switchesTo(requestMethod);
        return none ? Framing.NONE : framing;
    }

    /// Whether the connection speaks no more HTTP after this head.
    boolean switchesTo(String requestMethod) {
        return status == 101 || (status / 100 == 2 && requestMethod.equals("CONNECT"));
    }

    /// {@inheritDoc}
    ///
    /// HTTP/1.1: unless it says `close`. HTTP/1.0: only when it says `keep-alive`. A response whose
    /// body ends with the connection ends it all the same.
    @Override
    public boolean keepAlive() {
        return keepAlive;
    }

    @Override
    public String toString() {
        return status + " HTTP/1." + minorVersion + " " + fields;
    }
}
