package dev.gyre.observe;

/// Is told what the operator should know of the proxy itself: that it is full, that it ran out of something. Called on event
/// loops, so that it must not block.
@FunctionalInterface
public interface Notices {

    /// Forgets everything.
    Notices NONE = _ -> {};

    /// @param line one sentence; nothing of clients or targets is in it
    void notice(String line);

    /// Several lines that say where in a file what is wrong.
    default void report(String lines) {
        notice(lines);
    }
}
