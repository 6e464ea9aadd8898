package dev.gyre.audit;

/// By which name a judge is asked for.
interface TargetName {

    /// The host to ask for.
    String host();

    /// Judges who has looked the name up since this was called last.
    ///
    /// @param egress what Gyre says it chose; empty when it found no way
    /// @param fresh whether a connection was made, for which the name was needed
    void judge(String egress, boolean fresh);

    /// A name that others look up too: nobody can tell who did.
    record OfOthers(String host) implements TargetName {
        @Override
        public void judge(String egress, boolean fresh) {}
    }
}
