package dev.gyre.http;

/// Why a message is refused. Has no stack trace: it is an outcome, not a bug.
///
/// The reason is a fixed sentence of this package: nothing of the message is echoed in it.
public final class HttpError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;

    /// @param status what a client is answered when its request is refused: 400, 414, 431, 501, 503 or
    ///     505; 502 when it is the response of a target that is refused
    /// @param reason what is wrong, for logs and error pages
    public HttpError(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    static HttpError bad(String reason) {
        return new HttpError(400, reason);
    }

    /// The same fault, in a response.
    HttpError ofResponse() {
        return new HttpError(502, reason);
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }
}
