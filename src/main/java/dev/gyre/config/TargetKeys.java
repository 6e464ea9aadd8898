package dev.gyre.config;

import dev.gyre.access.Nat64;
import dev.gyre.access.TargetSettings;
import dev.gyre.net.Cidr;

import java.util.List;

/// The key `targets`: exceptions from what may be connected to, and by which prefixes networks translate.
final class TargetKeys {

    private static final String KEY = "targets";
    private static final String ALLOW = "allow";
    private static final String NAT64 = "nat64";

    private static final NodeReader<List<Cidr>> PREFIXES =
            ListReader.orSingle(new ScalarReader<>("a prefix of NAT64", TargetKeys::prefix));

    private TargetKeys() {}

    static TargetSettings take(MappingReader keys) {
        return keys.take(
                KEY,
                MappingReader.of(inner ->
                        new TargetSettings(
                                inner.take(ALLOW, PoolFileReader.BLOCKS, List.of()),
                                inner.take(NAT64, PREFIXES, List.of()))),
                TargetSettings.NONE);
    }

    private static Cidr prefix(String text) throws BadValue {
        Cidr block = Cidr.parse(text).orElseThrow(() -> SourceAddresses.notABlock(text));
        if (!Nat64.isPrefix(block)) {
            throw new BadValue(
                    "is no prefix of NAT64: these are of IPv6, and have 32, 40, 48, 56, 64 or 96"
                            + " bits, of which those from 64 to 71 are zero");
        }
        return block;
    }

    /// The key and its value as a line of YAML; empty when there is none.
    static String print(TargetSettings targets) {
        if (targets.equals(TargetSettings.NONE)) {
            return "";
        }
        StringBuilder text = new StringBuilder(KEY).append(": {");
        if (!targets.allow().isEmpty()) {
            text.append(DnsClientKeys.blocks(ALLOW, targets.allow()));
        }
        if (!targets.nat64().isEmpty()) {
            text.append(targets.allow().isEmpty() ? "" : ", ")
                    .append(DnsClientKeys.blocks(NAT64, targets.nat64()));
        }
        return text.append("}\n").toString();
    }
}
