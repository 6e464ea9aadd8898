package dev.gyre.config;

import dev.gyre.egress.AddressRange;
import dev.gyre.lists.BadText;
import dev.gyre.lists.SourceText;

/// Reads the addresses of a `source` entry, in the grammar of lists.
final class SourceAddresses {

    static final String EXPECTED = SourceText.EXPECTED;

    private SourceAddresses() {}

    static AddressRange parse(String text) throws BadValue {
        try {
            return SourceText.parse(text);
        } catch (BadText bad) {
            throw badValue(bad);
        }
    }

    /// One address, a range or a block, whatever it is.
    static AddressRange range(String text) throws BadValue {
        try {
            return SourceText.range(text);
        } catch (BadText bad) {
            throw badValue(bad);
        }
    }

    /// Why a text is not a block; with the block that was meant when bits after the prefix are set.
    static BadValue notABlock(String text) {
        return badValue(SourceText.notABlock(text));
    }

    private static BadValue badValue(BadText bad) {
        return new BadValue(bad.getMessage(), bad.hint());
    }
}
