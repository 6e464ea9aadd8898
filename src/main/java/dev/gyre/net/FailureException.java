package dev.gyre.net;

/// A [Failure] on its way to whoever answers the client. Has no stack trace: it is an outcome, not a bug.
///
/// The message is for the operator's own log only; a client is never told it.
public class FailureException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Failure failure;

    /// @param detail what happened, for the operator; may name hosts
    public FailureException(Failure failure, String detail) {
        super(detail, null, false, false);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }

    @Override
    public String getMessage() {
        String detail = super.getMessage();
        return failure + (detail == null || detail.isEmpty() ? "" : ": " + detail);
    }
}
