package dev.gyre.dns;

import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Name;

import java.util.List;

/// What is known of the zone that a name is in.
sealed interface Zone {

    /// It is signed, and so are all above it.
    ///
    /// @param keys by which; never none
    record Signed(Name name, List<DNSKEYRecord> keys) implements Zone {
        public Signed {
            keys = List.copyOf(keys);
        }
    }

    /// It is proved not to be, or one above it is.
    record Unsigned(String why) implements Zone {}
}
