package dev.gyre.audit;

/// Is told how far an audit is; from several threads, one at a time.
@FunctionalInterface
public interface Progress {

    /// Forgets everything.
    Progress NONE = (_, _, _) -> {};

    /// @param now what is being judged
    void step(int done, int total, String now);
}
