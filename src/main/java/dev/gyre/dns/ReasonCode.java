package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Rcode;

/// How a client is told that there is no answer: in a word, and why (RFC 8914). Not by which egress.
///
/// @param rcode as [Rcode] counts them
/// @param error as [ExtendedErrorCodeOption] counts them
/// @param text what is said beside; empty for nothing
record ReasonCode(int rcode, int error, String text) {

    ReasonCode(int rcode, int error) {
        this(rcode, error, "");
    }

    /// What goes into the reply.
    ExtendedErrorCodeOption option() {
        return text.isEmpty()
                ? new ExtendedErrorCodeOption(error)
                : new ExtendedErrorCodeOption(error, text);
    }

    static ReasonCode of(Throwable cause) {
        return switch (cause) {
            case BogusException _ ->
                    new ReasonCode(Rcode.SERVFAIL, ExtendedErrorCodeOption.DNSSEC_BOGUS);
            // Not an address of nobody's: clients would take it for this machine.
            case FailureException denied when denied.failure() == Failure.DENIED ->
                    new ReasonCode(
                            Rcode.NXDOMAIN, ExtendedErrorCodeOption.BLOCKED, denied.detail());
            case FailureException over when isOfLimits(over.failure()) ->
                    new ReasonCode(
                            Rcode.REFUSED, ExtendedErrorCodeOption.PROHIBITED, over.detail());
            case FailureException known -> of(known.failure());
            default -> of(Failure.INTERNAL);
        };
    }

    private static ReasonCode of(Failure failure) {
        if (failure == Failure.NAME_NOT_FOUND) {
            return new ReasonCode(Rcode.NXDOMAIN, ExtendedErrorCodeOption.OTHER);
        }
        if (failure == Failure.CLIENT_PROHIBITED) {
            return new ReasonCode(Rcode.REFUSED, ExtendedErrorCodeOption.PROHIBITED);
        }
        if (failure == Failure.TARGET_PROHIBITED) {
            return new ReasonCode(Rcode.REFUSED, ExtendedErrorCodeOption.BLOCKED);
        }
        return new ReasonCode(Rcode.SERVFAIL, error(failure));
    }

    private static boolean isOfLimits(Failure failure) {
        return failure == Failure.TOO_MANY_REQUESTS
                || failure == Failure.TOO_MANY_AT_ONCE
                || failure == Failure.QUOTA_USED_UP;
    }

    private static int error(Failure failure) {
        if (failure == Failure.DNS_ERROR || failure == Failure.DNS_TIMEOUT) {
            return ExtendedErrorCodeOption.NO_REACHABLE_AUTHORITY;
        }
        if (failure == Failure.INTERNAL) {
            return ExtendedErrorCodeOption.OTHER;
        }
        return failure.fault() == Failure.Fault.PROXY
                ? ExtendedErrorCodeOption.NOT_READY
                : ExtendedErrorCodeOption.NETWORK_ERROR;
    }
}
