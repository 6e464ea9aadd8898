package dev.gyre.rotation;

import dev.gyre.egress.Labels;

import java.util.List;
import java.util.Map;

/// Why a request would leave by the egress that it would leave by.
///
/// @param rows the whole pool, entry by entry
/// @param outcome the egress, or why there is none
/// @param why in a few words
public record Explanation(List<Row> rows, Leasing outcome, String why) {

    public Explanation {
        rows = List.copyOf(rows);
    }

    /// A part of the pool: egresses that stand side by side in one entry and reach the same.
    ///
    /// @param entry the place of the entry in the pool file, from 0
    /// @param egresses in words
    /// @param count how many there are
    /// @param labels what the pool file says of them
    /// @param looked how many of them were looked at, beginning with the first
    /// @param candidates how many of those are good
    /// @param removed what speaks against others of those, and against how many
    public record Row(
            int entry,
            String egresses,
            long count,
            Labels labels,
            long looked,
            long candidates,
            Map<Reason, Long> removed) {}

    /// What speaks against an egress.
    public enum Reason {
        /// It does not get to the target.
        REACH("does not reach the target"),
        /// It has not the labels that the client wants.
        LABEL("has not the labels that are wanted"),
        /// It failed a short while ago.
        HEALTH("failed a short while ago"),
        /// It failed too often.
        OUT("failed too often"),
        /// It tells a target more than it may.
        GRADE("tells targets too much"),
        /// Its requests or octets are used up.
        USED_UP("has used up its limits"),
        /// As much is under way by it as may be.
        FULL("is full"),
        /// The target's site does not want it now.
        COOLING("was refused by this site a short while ago"),
        /// The target's site saw it too short a while ago.
        DISTANCE("was used at this site a short while ago"),
        /// The request before left by it.
        PREVIOUS("was used by the request before"),
        /// This client was given it last.
        LAST("was given to this client last"),
        /// It was tried for this very request.
        TRIED("was tried for this request");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /// The reason in words, to go on after the name of an egress.
        public String text() {
            return text;
        }
    }
}
