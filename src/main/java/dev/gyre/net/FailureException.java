package dev.gyre.net;

/// A [Failure] on its way to whoever answers the client. Has no stack trace: it is an outcome, not a bug.
///
/// The message is for the operator's own log only; a client is never told it.
public class FailureException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final String detail;

    /// @param detail what happened, for the operator; may name hosts
    public FailureException(Failure failure, String detail) {
        super(detail, null, false, false);
        this.failure = failure;
        this.detail = detail;
    }

    public Failure failure() {
        return failure;
    }

    /// What happened, for the operator.
    public String detail() {
        return detail;
    }

    @Override
    public String getMessage() {
        return failure + (detail.isEmpty() ? "" : ": " + detail);
    }
}
