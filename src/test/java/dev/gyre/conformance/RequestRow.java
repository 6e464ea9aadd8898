package dev.gyre.conformance;

/// A request, and what is to become of it.
///
/// `{o}` stands for the target's authority.
///
/// @param section the RFC and its section
/// @param name what is tried
/// @param wire the request, as [Wire] has it; what the client sends after it is none of it
record RequestRow(String section, String name, String wire, Outcome outcome) {

    /// What the client and the target see.
    sealed interface Outcome {

        /// The target gets just this, and the client its answer.
        ///
        /// @param head with its empty line, as [Wire] has it
        /// @param last whether the client's connection ends with it
        record Forwarded(String head, String body, boolean last) implements Outcome {}

        /// The client gets this answer, the last one; no target hears of it.
        record Refused(int status) implements Outcome {}

        /// What is wrong comes after the head: a target gets that, but never a whole request.
        record Broken(int status, String head) implements Outcome {}
    }

    static Draft row(String section, String name, String wire) {
        return new Draft(section, name, wire);
    }

    record Draft(String section, String name, String wire) {

        private RequestRow with(Outcome outcome) {
            return new RequestRow(section, name, wire, outcome);
        }

        RequestRow forwards(String head) {
            return forwards(head, "");
        }

        RequestRow forwards(String head, String body) {
            return with(new Outcome.Forwarded(head, body, false));
        }

        RequestRow forwardsAsLast(String head) {
            return forwardsAsLast(head, "");
        }

        RequestRow forwardsAsLast(String head, String body) {
            return with(new Outcome.Forwarded(head, body, true));
        }

        RequestRow refused(int status) {
            return with(new Outcome.Refused(status));
        }

        RequestRow breaks(int status, String head) {
            return with(new Outcome.Broken(status, head));
        }
    }

    /// With this target in place of `{o}`, in octets.
    String octets(String authority) {
        return Wire.text(wire).replace("{o}", authority);
    }

    @Override
    public String toString() {
        return section + ": " + name;
    }
}
