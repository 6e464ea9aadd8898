package dev.gyre.dns;

import org.xbill.DNS.Name;

/// What is asked of a name server. Equal whatever the case of the name.
///
/// @param name absolute
record Question(Name name, Kind kind) {}
