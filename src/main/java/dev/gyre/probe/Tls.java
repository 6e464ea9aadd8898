package dev.gyre.probe;

/// What was found out about the TLS of a target.
public enum Tls {
    /// The target does not speak it.
    NONE("-"),
    /// The certificate is good for the target's name.
    GENUINE("genuine"),
    /// The certificate is not good, and it is the same without the hops: it is the target's own.
    UNPROVEN("unproven"),
    /// Somebody on the way answers in the target's name.
    TAMPERED("tampered");

    private final String text;

    Tls(String text) {
        this.text = text;
    }

    /// In one word.
    public String text() {
        return text;
    }
}
