package dev.gyre.dns;

import java.util.List;

/// What was found out about a name, in words.
///
/// @param status `NOERROR` or `NXDOMAIN`
/// @param records each as a line of a zone file: aliases first; empty when there are none of the type
/// @param secure whether all of it was validated
/// @param seconds for how long it holds
public record Told(String status, List<String> records, boolean secure, long seconds) {
    public Told {
        records = List.copyOf(records);
    }
}
