package dev.gyre.inbound.identity;

import dev.gyre.egress.Narrowing;
import dev.gyre.rotation.Wish;
import dev.gyre.rotation.Wish.Strength;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What has been read so far of what one client asks for; what each [Keyword] means.
///
/// What is asked for must be what is given: a value that is none, or two that contradict each other, are an error.
final class Asked {

    private static final int MOST_TAGS = 16;

    private final Claims.Unknown policy;
    private Optional<String> session = Optional.empty();
    private Optional<Duration> ttl = Optional.empty();
    private Optional<Strength> strength = Optional.empty();
    private boolean rotate;
    private Optional<String> country = Optional.empty();
    private Optional<String> group = Optional.empty();
    private final Set<String> tags = new TreeSet<>();
    private boolean behindSession;

    Asked(Claims.Unknown policy) {
        this.policy = policy;
    }

    /// A parameter and its value.
    void say(Keyword keyword, String value) throws BadClaim {
        if (value.isEmpty()) {
            throw noValue(keyword);
        }
        behindSession = false;
        switch (keyword) {
            case SESSION, SESSID, SID -> session(value);
            case SESSID_ONEIP -> {
                session(value);
                strength = once("strength", strength, Strength.HARD);
            }
            case TTL -> ttl = once("ttl", ttl, Ttl.of(keyword, value));
            case LIFETIME -> ttl = once("ttl", ttl, Ttl.withUnit(keyword, value));
            case SESSTIME, SESSIONDURATION -> ttl = once("ttl", ttl, Ttl.ofMinutes(keyword, value));
            case COUNTRY, CC -> country = once("country", country, Value.country(value));
            case GROUP, GROUPS -> group = once("group", group, Value.word("group", value));
            case TAG, TAGS -> tag(value);
            case STRENGTH -> strength = once("strength", strength, Value.strength(value));
            case ROTATE, CONST -> throw new BadClaim(keyword.text() + " takes no value");
        }
    }

    /// A parameter without a value.
    void say(Keyword keyword) throws BadClaim {
        behindSession = false;
        if (keyword == Keyword.ROTATE) {
            rotate = true;
        } else if (keyword == Keyword.CONST) {
            strength = once("strength", strength, Strength.HARD);
        } else {
            throw noValue(keyword);
        }
    }

    /// What is written as `name SEPARATOR value`, or as `name` alone, in `[from, to)` of the text.
    void item(String text, int from, int to, char separator) throws BadClaim {
        int at = text.indexOf(separator, from, to);
        int end = at < 0 ? to : at;
        Optional<Keyword> keyword = Keyword.of(text, from, end);
        if (keyword.isEmpty()) {
            if (at < 0) {
                stray(text, from, end);
            } else {
                unknown(text, from, end);
            }
        } else if (at < 0) {
            say(keyword.get());
        } else {
            say(keyword.get(), text.substring(at + 1, to));
        }
    }

    /// A parameter that is named by none of the keywords, and surely is a parameter.
    void unknown(String text, int from, int to) throws BadClaim {
        behindSession = false;
        switch (policy) {
            case IGNORE -> {}
            case REFUSE ->
                    throw new BadClaim(
                            VendorWords.of(text, from, to)
                                    .map(name -> name + " is no parameter here")
                                    .orElse(
                                            "a parameter is unknown: there are session, ttl,"
                                                    + " country, group, tag, strength and rotate"));
        }
    }

    /// What stands where the name of a parameter should be, in a dialect that has no mark for the end of a value. Behind a
    /// session's name it is the rest of that name, unless it is known for a parameter: of two sessions `job-a` and `job-b` none
    /// may become `job`.
    void stray(String text, int from, int to) throws BadClaim {
        if (VendorWords.of(text, from, to).isEmpty()) {
            if (behindSession) {
                throw new BadClaim(Value.SESSION_NAME);
            }
            if (from == to || !Ascii.isLetter(text.charAt(from))) {
                throw new BadClaim("a parameter must be followed by another one, or by nothing");
            }
        }
        unknown(text, from, to);
    }

    static BadClaim noValue(Keyword keyword) {
        return new BadClaim(keyword.text() + " has no value");
    }

    /// All of it; and of what is not asked for here, what `base` asks for. Who names a session wants to keep an egress, and so
    /// takes back that `base` wants another each time.
    Wish over(Wish base) {
        Narrowing wider = base.narrowing();
        return new Wish(
                session.or(base::session),
                ttl.or(base::ttl),
                strength.or(base::strength),
                rotate || (base.rotate() && session.isEmpty()),
                new Narrowing(
                        tags.isEmpty() ? wider.tags() : tags,
                        country.or(wider::country),
                        group.or(wider::group)));
    }

    private void session(String value) throws BadClaim {
        session = once("session", session, Value.session(value));
        behindSession = true;
    }

    private void tag(String value) throws BadClaim {
        tags.add(Value.word("tag", value));
        if (tags.size() > MOST_TAGS) {
            throw new BadClaim("tag may be given " + MOST_TAGS + " times at most");
        }
    }

    private static <T> Optional<T> once(String name, Optional<T> before, T now) throws BadClaim {
        if (before.isPresent() && !before.get().equals(now)) {
            throw new BadClaim(name + " is given twice, with different values");
        }
        return Optional.of(now);
    }
}
