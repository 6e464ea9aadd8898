package dev.gyre.config;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.EgressEntry;
import dev.gyre.net.Cidr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The keys of an egress entry that is a prefix: `prefix`, `spread`, `exclude`.
final class PrefixKeys {

    static final String PREFIX = "prefix";

    private static final int MOST_EXCLUDED = 256;

    private static final NodeReader<Cidr> BLOCK =
            new ScalarReader<>("a CIDR block, such as 2001:db8::/48", PrefixKeys::block);
    private static final NodeReader<Integer> SPREAD = Sizes.number(1, 128);
    private static final NodeReader<List<AddressRange>> EXCLUDE =
            ListReader.orSingle(
                    new ScalarReader<>(SourceAddresses.EXPECTED, SourceAddresses::range));

    private PrefixKeys() {}

    static Optional<EgressReader.Unlabelled> read(MappingReader keys) {
        Optional<Cidr> read = keys.take(PREFIX, BLOCK);
        Optional<Integer> spread = keys.take("spread", SPREAD);
        Optional<List<AddressRange>> excluded = keys.take("exclude", EXCLUDE);
        boolean good =
                spread.isPresent() == keys.has("spread")
                        && excluded.isPresent() == keys.has("exclude");
        if (read.isEmpty() || !good) {
            return Optional.empty();
        }
        Cidr block = read.get();
        int least = block.prefix();
        int most = EgressEntry.Prefix.mostSpread(block);
        int length = spread.orElse(EgressEntry.Prefix.spread(block));
        if (length < least || length > most) {
            keys.problem(
                    "spread",
                    "spread must be the length of a subnet of "
                            + block
                            + ", from "
                            + least
                            + " to "
                            + most);
            return Optional.empty();
        }
        List<AddressRange> exclude = excluded.orElse(List.of());
        if (!fit(keys, block, exclude)) {
            return Optional.empty();
        }
        return Optional.of(labels -> new EgressEntry.Prefix(block, length, exclude, labels));
    }

    private static boolean fit(MappingReader keys, Cidr block, List<AddressRange> exclude) {
        if (exclude.size() > MOST_EXCLUDED) {
            keys.problem("exclude", "exclude has more than " + MOST_EXCLUDED + " ranges");
            return false;
        }
        for (AddressRange range : exclude) {
            if (!block.contains(range.first()) && !block.contains(range.last())) {
                keys.problem("exclude", "exclude has " + range + ", which is not in " + block);
                return false;
            }
        }
        return true;
    }

    private static Cidr block(String text) throws BadValue {
        if (text.indexOf('/') < 0) {
            throw new BadValue("is not a CIDR block");
        }
        // Refuses what can be no source, too.
        SourceAddresses.parse(text);
        Cidr block = Cidr.parse(text).orElseThrow(() -> SourceAddresses.notABlock(text));
        if (block.prefix() < EgressEntry.Prefix.SHORTEST) {
            throw new BadValue("is larger than a /" + EgressEntry.Prefix.SHORTEST);
        }
        return block;
    }

    /// Each key as it is written in the file: what is the default is left out.
    static List<String> text(EgressEntry.Prefix prefix) {
        List<String> text = new ArrayList<>();
        text.add("prefix: '" + prefix.block() + "'");
        if (prefix.spread() != EgressEntry.Prefix.spread(prefix.block())) {
            text.add("spread: " + prefix.spread());
        }
        if (!prefix.exclude().isEmpty()) {
            text.add(
                    prefix.exclude().stream()
                            .map(range -> "'" + range + "'")
                            .collect(Collectors.joining(", ", "exclude: [", "]")));
        }
        return text;
    }
}
