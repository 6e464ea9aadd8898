package dev.gyre.inbound.identity;

import java.util.Optional;

/// `U+session=abc+country=us+rotate`: the only dialect with a mark for each end, so that `U` may hold anything, and a value a
/// dash.
final class PlusDialect implements Dialect {

    @Override
    public Optional<String> read(String user, Asked asked) throws BadClaim {
        Words items = new Words(user, '+');
        int first = 1;
        while (first < items.count() && !isParameter(user, items, first)) {
            first++;
        }
        if (first >= items.count()) {
            return Optional.empty();
        }
        for (int i = first; i < items.count(); i++) {
            asked.item(user, items.start(i), items.end(i), '=');
        }
        return Optional.of(items.before(first));
    }

    /// Whether the parameters begin here: with a keyword, or with any `name=value`.
    private static boolean isParameter(String user, Words items, int item) {
        int end = items.nameEnd(item, '=');
        return Keyword.of(user, items.start(item), end).isPresent()
                || (end < items.end(item)
                        && end > items.start(item)
                        && Ascii.isLetter(user.charAt(items.start(item))));
    }
}
