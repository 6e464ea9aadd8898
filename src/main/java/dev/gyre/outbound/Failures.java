package dev.gyre.outbound;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import java.security.GeneralSecurityException;

import javax.net.ssl.SSLException;

/// Finds the failure in what a channel reports.
final class Failures {

    private static final int DEEP = 8;

    private Failures() {}

    /// The failure that this is, or that it was caused by; else an internal one.
    static FailureException of(Throwable cause) {
        return of(cause, Failure.INTERNAL);
    }

    /// @param otherwise what it is when nothing is known about it
    static FailureException of(Throwable cause, Failure otherwise) {
        Throwable each = cause;
        for (int i = 0; each != null && i < DEEP; i++) {
            if (each instanceof FailureException failure) {
                return failure;
            }
            if (each instanceof SSLException || each instanceof GeneralSecurityException) {
                return new FailureException(Failure.HOP_TLS, String.valueOf(each.getMessage()));
            }
            each = each.getCause();
        }
        return new FailureException(otherwise, String.valueOf(cause));
    }
}
