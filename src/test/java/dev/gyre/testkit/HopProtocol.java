package dev.gyre.testkit;

import java.io.IOException;

/// One of the ways in which a client asks a [FakeHop] for a target.
interface HopProtocol {

    /// Serves a client to its end, on the caller's thread.
    void serve(HopClient client) throws IOException;
}
