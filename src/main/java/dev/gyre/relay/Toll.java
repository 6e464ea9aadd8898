package dev.gyre.relay;

/// Counts what passes in a tunnel, and says how fast it may. On the event loop of its channels.
public interface Toll {

    /// Nothing may pass any more.
    long OVER = -1;

    /// Bytes were read on one side, and are to be written to the other; or none, to learn of the pause that is due.
    ///
    /// @return for how many nanoseconds nothing more is to be read there; or [#OVER]: these don't pass either
    long pass(int bytes);

    /// Such a pause is over: for how many nanoseconds more nothing is to be read.
    long more();
}
