package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

/// A connection to a name server ended before its answer: one that was kept may have been closed for its age, so that the question is
/// worth asking again (RFC 7766 section 6.2.4).
final class Hangup extends FailureException {

    private static final long serialVersionUID = 1L;

    Hangup(NameServer server, String why) {
        super(Failure.DNS_ERROR, "name server " + server + " " + why);
    }
}
