package dev.gyre.testkit;

import java.io.IOException;

/// A peer said something that its protocol does not allow.
public final class ProtocolError extends IOException {

    private static final long serialVersionUID = 1;

    ProtocolError(String message) {
        super(message);
    }
}
