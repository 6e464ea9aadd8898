package dev.gyre.probe;

/// One way in which a head that the target saw is not the one that it should have seen.
///
/// @param what the field, or what else it is of
public record Difference(Kind kind, String what) {

    /// In which way.
    public enum Kind {
        /// A field that nobody sent.
        ADDED("the header %s was added"),
        /// A field that should have been taken out.
        PASSED("the header %s reached the target"),
        REMOVED("the header %s was removed"),
        RESPELLED("the header %s"),
        CHANGED("the header %s"),
        REORDERED("the headers came in another order: %s"),
        /// The path, or the method.
        REQUEST("the request %s"),
        VERSION("the request came as %s"),
        /// What is none of these: white space, line ends.
        FORM("the head was written anew: %s");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    /// As a sentence, without a full stop.
    public String sentence() {
        return kind.sentence.formatted(what);
    }
}
