package dev.gyre.dns;

import org.xbill.DNS.ExtendedErrorCodeOption;

/// Something that should be signed is not, or wrongly. Ends the checking of an answer.
final class UnbelievableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;

    /// @param code of RFC 8914
    UnbelievableException(int code, String why) {
        super(why, null, false, false);
        this.code = code;
    }

    /// Wrong, without a code of its own.
    static UnbelievableException bogus(String why) {
        return new UnbelievableException(ExtendedErrorCodeOption.DNSSEC_BOGUS, why);
    }

    /// What is wrong, in words.
    String why() {
        return "bogus (" + ExtendedErrorCodeOption.text(code) + "): " + getMessage();
    }
}
