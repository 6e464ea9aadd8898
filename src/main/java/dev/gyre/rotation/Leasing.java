package dev.gyre.rotation;

/// What comes of asking for an egress.
public sealed interface Leasing permits Lease, Leasing.Refused {

    /// Why there is none.
    enum Refused implements Leasing {
        /// Nothing in the pool, or in the part that the client wants, reaches the target and has not been tried.
        NO_EGRESS("nothing in the pool, or in the part that is wanted, reaches the target"),
        /// The session keeps to its egress, which can't be used.
        SESSION_LOST("the session keeps to its egress, which can't be used"),
        /// All that is left was used at the target's site too short a while ago.
        TOO_SOON("the site saw all that is left too short a while ago"),
        /// All that is left failed too often, tells too much, or is used up for now.
        ALL_OUT("all that is left is out of use for now"),
        /// As much is under way by all that is left as may be. It may be waited for.
        ALL_FULL("as much is under way by all that is left as may be"),
        /// The target's site does not want any that is left for now.
        ALL_COOLING("the site does not want any that is left for now");

        private final String text;

        Refused(String text) {
            this.text = text;
        }

        /// The reason in words.
        public String text() {
            return text;
        }
    }
}
