package dev.gyre.inbound.identity;

import java.util.Optional;

/// `U-name-value-name-value`, as three vendors have it:
///
/// - Bright Data: `brd-customer-C-zone-Z-session-abc-country-us`, where all up to the zone's name is `U`;
/// - Oxylabs: `customer-U-cc-US-sessid-abc-sesstime-10`;
/// - Decodo: `user-U-country-us-session-abc-sessionduration-30`.
///
/// `U` ends before the first keyword that takes a value, and before such parameters of a vendor's and `rotate` as come directly
/// ahead of it. Behind `U`, a keyword is never a value: `-session-country-us` has lost the name of its session, and `-direct-country-us`
/// is a parameter without a value and one with.
final class DashDialect implements Dialect {

    private static final String[] PREFIXES = {"customer-", "user-"};

    @Override
    public Optional<String> read(String user, Asked asked) throws BadClaim {
        Words words = new Words(user, '-');
        int first = 0;
        while (first < words.count()
                && words.keyword(first).filter(Keyword::takesValue).isEmpty()) {
            first++;
        }
        if (first == words.count()) {
            return Optional.empty();
        }
        first = withAsides(words, first);
        for (int i = first; i < words.count(); ) {
            i = parameter(user, words, i, asked);
        }
        return Optional.of(withoutPrefix(words.before(first)));
    }

    private static int withAsides(Words words, int keyword) {
        int first = keyword;
        while (true) {
            if (first > 0 && words.is(first - 1, Keyword.ROTATE.text())) {
                first--;
            } else if (first > 1 && words.isVendors(first - 2) && !isOfName(words, first - 2)) {
                first -= 2;
            } else {
                return first;
            }
        }
    }

    /// What a vendor has within a user name.
    private static boolean isOfName(Words words, int word) {
        return words.is(word, "zone") || words.is(word, "customer");
    }

    /// Reads the parameter that begins at a word.
    ///
    /// @return where the next one does
    private static int parameter(String user, Words words, int at, Asked asked) throws BadClaim {
        Optional<Keyword> keyword = words.keyword(at);
        boolean valued = at + 1 < words.count() && words.keyword(at + 1).isEmpty();
        if (keyword.isEmpty()) {
            asked.stray(user, words.start(at), words.end(at));
            return valued ? at + 2 : at + 1;
        }
        valued |= namesCountry(keyword.get()) && isCocosIslands(words, at + 1);
        if (!keyword.get().takesValue() || !valued) {
            asked.say(keyword.get());
            return at + 1;
        }
        asked.say(keyword.get(), words.word(at + 1));
        return at + 2;
    }

    private static boolean namesCountry(Keyword keyword) {
        return keyword == Keyword.COUNTRY || keyword == Keyword.CC;
    }

    /// The one country that is written as a keyword is: `cc` with nothing behind it that it could be the name of.
    private static boolean isCocosIslands(Words words, int at) {
        int next = at + 1;
        return at < words.count()
                && words.is(at, Keyword.CC.text())
                && (next == words.count()
                        || words.keyword(next).isPresent()
                        || words.isVendors(next));
    }

    private static String withoutPrefix(String user) {
        for (String prefix : PREFIXES) {
            if (user.startsWith(prefix)) {
                return user.substring(prefix.length());
            }
        }
        return user;
    }
}
