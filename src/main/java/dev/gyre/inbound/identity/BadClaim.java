package dev.gyre.inbound.identity;

/// A client asks for something in a way that can't be met. The message is for the client: it names the parameter, and holds
/// nothing that the client has sent.
public final class BadClaim extends Exception {
    private static final long serialVersionUID = 1L;

    BadClaim(String message) {
        super(message, null, false, false);
    }

    /// A client that says two things of itself means neither.
    public static BadClaim saidTwice() {
        return new BadClaim("it is said twice");
    }

    /// What is wrong, as `country must be two letters`.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
