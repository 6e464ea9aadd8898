package dev.gyre.dns;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.util.ArrayList;
import java.util.List;

/// What one message of a name server comes to. Times to live are in seconds, as the server gave
/// them.
sealed interface Reply {

    /// All there is to know: records, or that there are none.
    ///
    /// @param aliases from the name in question on, in order
    /// @param records those at the end of the aliases
    record Whole(
            int rcode,
            List<CNAMERecord> aliases,
            List<Record> records,
            List<Record> authority,
            long ttl)
            implements Reply {

        /// The aliases, then the records.
        List<Record> answers() {
            List<Record> answers = new ArrayList<>(aliases);
            answers.addAll(records);
            return answers;
        }
    }

    /// The name is another's alias, and the message does not say what that one's records are.
    ///
    /// @param aliases from the name in question on, in order; never none
    record Alias(List<CNAMERecord> aliases, long ttl) implements Reply {

        /// Whom to ask for next.
        Name canonical() {
            return aliases.getLast().getTarget();
        }
    }

    /// The server answers, but with nothing of use: another may do better.
    record Failed(String why) implements Reply {}
}
