package dev.gyre.http;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// The head of a request that passed every check of [HeadParser].
///
/// Safe to read on any thread.
public final class RequestHead implements Head {

    private final byte[] bytes;
    private final int targetStart;
    private final int targetEnd;
    private final String method;
    private final int minorVersion;
    private final boolean keepAlive;
    private final long framing;
    private final Fields fields;
    private @Nullable String target;

    RequestHead(byte[] bytes, StartLine line, boolean keepAlive, long framing, Fields fields) {
        this.bytes = bytes;
        this.targetStart = line.start;
        this.targetEnd = line.end;
        this.method = line.method;
        this.minorVersion = line.minorVersion;
        this.keepAlive = keepAlive;
        this.framing = framing;
        this.fields = fields;
    }

    /// The method, case kept. Methods of RFC 9110 and `PATCH` are constants: `==` with a literal
    /// holds for them.
    public String method() {
        return method;
    }

    public boolean isConnect() {
        return method.equals("CONNECT");
    }

    /// The request-target as it was sent, in whichever form: printable ASCII without `#`.
    public String target() {
        String text = target;
        if (text == null) {
            text =
                    new String(
                            bytes, targetStart, targetEnd - targetStart, StandardCharsets.US_ASCII);
            target = text;
        }
        return text;
    }

    @Override
    public int minorVersion() {
        return minorVersion;
    }

    @Override
    public Fields fields() {
        return fields;
    }

    /// None, a length, or chunked; never until close (RFC 9112 6.3).
    public BodyFraming framing() {
        return Framing.of(framing);
    }

    long framingCode() {
        return framing;
    }

    /// {@inheritDoc}
    ///
    /// HTTP/1.1: unless it says `close`. HTTP/1.0: only when it says `keep-alive`; a proxy need not
    /// honour that, and by RFC 9112 9.3 does not. `Proxy-Connection` counts where `Connection` is
    /// absent.
    @Override
    public boolean keepAlive() {
        return keepAlive;
    }

    /// Says nothing of the target: it may carry secrets.
    @Override
    public String toString() {
        return method + " HTTP/1." + minorVersion + " " + fields;
    }
}
