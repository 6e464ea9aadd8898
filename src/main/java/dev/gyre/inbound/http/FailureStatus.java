package dev.gyre.inbound.http;

import dev.gyre.net.Failure;

/// Which status of HTTP a client is told of a failure by.
public final class FailureStatus {

    private FailureStatus() {}

    public static int of(Failure failure) {
        return ErrorReply.of(failure).status();
    }
}
