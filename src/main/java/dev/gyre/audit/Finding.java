package dev.gyre.audit;

import dev.gyre.net.Printable;

/// One thing that leaks.
///
/// @param sentence what was seen, for people: free of control characters, without a full stop
public record Finding(Kind kind, String sentence) {

    /// What leaks.
    public enum Kind {
        /// The target saw an address that was not chosen.
        ADDRESS("address"),
        /// A header was added, removed, moved, or written anew.
        HEADER("header"),
        /// A path, a body, or the bytes of a tunnel were changed.
        CONTENT("content"),
        /// Two sessions shared a connection.
        SESSION("session"),
        /// A name was looked up where it should not have been.
        NAME("name"),
        /// A TLS handshake was tampered with.
        TLS("tls");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /// In one word.
        public String text() {
            return text;
        }
    }

    public Finding {
        sentence = Printable.of(sentence, 300);
    }
}
