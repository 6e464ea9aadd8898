package dev.gyre.conformance;

/// How an answer arrives.
enum AnswerForm {
    WHOLE("rotate: {every: request}\nreuse: never\n"),
    OCTETS("rotate: {every: request}\nreuse: never\n"),
    /// Whole, and the connection to the target is used again where that may be: nothing that is left on it may be taken for the
    /// next answer.
    KEPT("rotate: {every: connection}\nreuse: session\n");

    private final String settings;

    AnswerForm(String settings) {
        this.settings = settings;
    }

    /// The pool file of the proxy that it comes through.
    String pool() {
        return settings + RequestRuns.POOL;
    }
}
