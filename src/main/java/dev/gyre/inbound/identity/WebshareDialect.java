package dev.gyre.inbound.identity;

import java.util.Optional;

/// Webshare: `U-us-1234` (the number names a session), `U-us-rotate`, `U-rotate`, and with a place `U-us-city_x-1234`. It has no
/// keywords, so that much looks like it: `jo-ed` and `bot-1` are names, since a country alone or a number alone asks for
/// nothing.
final class WebshareDialect implements Dialect {

    @Override
    public Optional<String> read(String user, Asked asked) throws BadClaim {
        Words words = new Words(user, '-');
        if (words.count() < 2) {
            return Optional.empty();
        }
        int end = words.count();
        boolean rotate = words.is(end - 1, Keyword.ROTATE.text());
        if (rotate) {
            end--;
        }
        boolean number = Ascii.isNumber(user, words.start(end - 1), words.end(end - 1));
        int places = number ? end - 1 : end;
        int countries = places;
        while (countries > 1 && placeEnd(user, words, countries - 1) > 0) {
            countries--;
        }
        int name = countries;
        while (name > 1 && isCountry(user, words, name - 1)) {
            name--;
        }
        if (name == countries) {
            if (!rotate) {
                return Optional.empty();
            }
            asked.say(Keyword.ROTATE);
            return Optional.of(words.before(end));
        }
        if (rotate && number) {
            throw new BadClaim("rotate and the number of a session exclude each other");
        }
        if (!rotate && !number && countries == places) {
            return Optional.empty();
        }
        for (int i = name; i < countries; i++) {
            asked.say(Keyword.COUNTRY, words.word(i));
        }
        for (int i = countries; i < places; i++) {
            asked.unknown(user, words.start(i), placeEnd(user, words, i));
        }
        if (rotate) {
            asked.say(Keyword.ROTATE);
        } else if (number) {
            asked.say(Keyword.SESSION, words.word(places));
        }
        return Optional.of(words.before(name));
    }

    private static boolean isCountry(String user, Words words, int word) {
        int start = words.start(word);
        return words.end(word) - start == 2
                && Ascii.isLetter(user.charAt(start))
                && Ascii.isLetter(user.charAt(start + 1));
    }

    /// Where the name ends in a place such as `city_new_york`; -1 when the word is none.
    private static int placeEnd(String user, Words words, int word) {
        int end = words.nameEnd(word, '_');
        boolean named = VendorWords.of(user, words.start(word), end).isPresent();
        return named && end + 1 < words.end(word) ? end : -1;
    }
}
