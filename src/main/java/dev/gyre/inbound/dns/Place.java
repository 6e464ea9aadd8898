package dev.gyre.inbound.dns;

/// The place of one question among those that are open: given back when its reply is written, and nothing goes on for it any more.
/// On its client's event loop.
final class Place {

    private final Runnable giveBack;
    private boolean written;
    private boolean over;

    /// @param giveBack run once
    Place(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    /// The reply is written, or can't be.
    void written() {
        boolean last = over && !written;
        written = true;
        if (last) {
            giveBack.run();
        }
    }

    /// Nobody is asked for it any more.
    void over() {
        boolean last = written && !over;
        over = true;
        if (last) {
            giveBack.run();
        }
    }
}
