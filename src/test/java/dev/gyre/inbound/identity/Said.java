package dev.gyre.inbound.identity;

import dev.gyre.net.Credentials;
import dev.gyre.rotation.Wish;

import java.util.StringJoiner;

/// What credentials come to, as one line of a table: `user; session abc; ttl 60; country us; group x; tag a; HARD; rotate`, or
/// `error: …`.
final class Said {

    private Said() {}

    static String by(Claims claims, String user, String password) {
        try {
            return text(claims.of(new Credentials(user, password)));
        } catch (BadClaim bad) {
            return error(bad);
        }
    }

    static String text(Claim claim) {
        return ("'" + claim.user() + "' " + text(claim.wish())).strip();
    }

    static String text(Wish wish) {
        StringJoiner text = new StringJoiner("; ");
        wish.session().ifPresent(name -> text.add("session " + name));
        wish.ttl().ifPresent(ttl -> text.add("ttl " + ttl.toSeconds()));
        wish.narrowing().country().ifPresent(country -> text.add("country " + country));
        wish.narrowing().group().ifPresent(group -> text.add("group " + group));
        wish.narrowing().tags().forEach(tag -> text.add("tag " + tag));
        wish.strength().ifPresent(strength -> text.add(strength.toString()));
        if (wish.rotate()) {
            text.add("rotate");
        }
        return text.toString();
    }

    static String error(BadClaim bad) {
        return "error: " + bad.getMessage();
    }
}
