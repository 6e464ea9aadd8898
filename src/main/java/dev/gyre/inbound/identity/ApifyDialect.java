package dev.gyre.inbound.identity;

import java.util.Optional;

/// Apify: `groups-X,session-abc,country-US`. No user name belongs to it; what stands before the parameters is taken for one.
/// `auto` asks for nothing, and is no user either.
final class ApifyDialect implements Dialect {

    private static final String AUTO = "auto";

    /// A user name without any parameter: itself, but for `auto`.
    static String plain(String user) {
        return user.equals(AUTO) ? "" : user;
    }

    @Override
    public Optional<String> read(String user, Asked asked) throws BadClaim {
        Words items = new Words(user, ',');
        if (items.count() < 2) {
            return Optional.empty();
        }
        int first = 0;
        while (first < items.count() && !isParameter(user, items, first)) {
            first++;
        }
        if (first == items.count()) {
            return Optional.empty();
        }
        while (first > 0 && isAside(user, items, first - 1)) {
            first--;
        }
        for (int i = first; i < items.count(); i++) {
            if (!isAuto(items, i)) {
                asked.item(user, items.start(i), items.end(i), '-');
            }
        }
        return Optional.of(items.before(first));
    }

    private static boolean isParameter(String user, Words items, int item) {
        int end = items.nameEnd(item, '-');
        return items.is(item, Keyword.ROTATE.text())
                || (end < items.end(item) && Keyword.of(user, items.start(item), end).isPresent());
    }

    /// What is no user name before the first parameter: `auto`, or a parameter of a vendor's.
    private static boolean isAside(String user, Words items, int item) {
        int end = items.nameEnd(item, '-');
        return isAuto(items, item)
                || (end < items.end(item)
                        && VendorWords.of(user, items.start(item), end).isPresent());
    }

    private static boolean isAuto(Words items, int item) {
        return items.is(item, AUTO);
    }
}
