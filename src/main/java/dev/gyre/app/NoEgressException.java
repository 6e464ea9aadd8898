package dev.gyre.app;

/// The pool file's entries stand for no egress at all.
public final class NoEgressException extends Exception {

    private static final long serialVersionUID = 1L;

    public NoEgressException() {
        super(
                "the pool is empty: no interface that it names is up and has an address that can be"
                        + " used");
    }
}
