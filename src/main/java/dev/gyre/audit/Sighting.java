package dev.gyre.audit;

import java.net.InetAddress;

/// What a judge saw of one request, tunnel or handshake.
///
/// @param peer who connected
/// @param connection which connection it came by, of all that this judge has had
/// @param head the octets of a request's head, of a ClientHello's record, or of a tunnel
/// @param body the octets of a request's body
record Sighting(InetAddress peer, long connection, Octets head, Octets body) {}
