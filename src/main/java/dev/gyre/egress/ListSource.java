package dev.gyre.egress;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where a list of egresses comes from, and how it is to be read.
public sealed interface ListSource {

    /// How its lines are to be read.
    Reading reading();

    /// The path, or the URL without what may be a secret.
    @Override
    String toString();

    /// A file of this machine, read again whenever it changes.
    record File(Path path, Reading reading) implements ListSource {

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /// A page of somebody else's, fetched now and then.
    ///
    /// @param url `https` or `http`
    /// @param via the egress by which it is fetched; it need not be in the pool
    /// @param interval between two fetches
    /// @param most how large it may be, in octets
    /// @param copy where the last good one is kept, for when it can't be had
    record Url(
            String url,
            Egress via,
            Duration interval,
            int most,
            Optional<Path> copy,
            Reading reading)
            implements ListSource {

        /// Whatever stands behind the host may be a secret by which the list is had.
        @Override
        public String toString() {
            int end = url.indexOf("://") + 3;
            while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '?') {
                end++;
            }
            return url.length() <= end + 1 ? url : url.substring(0, end) + "/***";
        }
    }

    /// How lines are to be read.
    ///
    /// @param scheme of lines that don't say theirs
    /// @param badIsFatal whether one line that can't be read spoils the whole list, else it is passed over and told of
    /// @param addressesOnly whether its hops are told addresses only, never names
    record Reading(HopScheme scheme, boolean badIsFatal, boolean addressesOnly) {

        /// Hops that resolve names if their protocol has words for them.
        public Reading(HopScheme scheme, boolean badIsFatal) {
            this(scheme, badIsFatal, false);
        }

        /// HTTP proxies; bad lines are passed over.
        public static final Reading DEFAULT = new Reading(HopScheme.HTTP, false);
    }
}
