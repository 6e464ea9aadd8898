package dev.gyre.inbound;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/// Where a listener is.
public sealed interface ListenAt {

    /// At an address of this machine; port 0 takes a free one.
    record Tcp(InetSocketAddress address) implements ListenAt {
        @Override
        public boolean isForThisMachine() {
            return address.getAddress().isLoopbackAddress();
        }
    }

    /// At a socket in the file system.
    ///
    /// @param mode who may connect, as `chmod` has it
    record Unix(Path file, int mode) implements ListenAt {

        /// Nobody else.
        public static final int USUAL_MODE = 0600;

        @Override
        public boolean isForThisMachine() {
            return true;
        }
    }

    /// Whether nobody gets there but from this machine.
    boolean isForThisMachine();
}
