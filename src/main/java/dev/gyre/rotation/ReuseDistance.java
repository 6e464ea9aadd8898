package dev.gyre.rotation;

import java.time.Duration;

/// How far apart two uses of one egress at one site have to be.
public sealed interface ReuseDistance {

    /// As near as it happens.
    ReuseDistance NONE = new Others(0, false);

    /// Whether a request is refused rather than served by an egress that is too near; else the one that was used longest ago
    /// serves.
    boolean strict();

    /// So many other egresses are used at the site in between.
    ///
    /// @param count 0 to [#MOST]
    record Others(int count, boolean strict) implements ReuseDistance {
        /// The largest count.
        public static final int MOST = 65_536;
    }

    /// So much time passes in between.
    record Time(Duration time, boolean strict) implements ReuseDistance {}
}
