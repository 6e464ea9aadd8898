package dev.gyre.net;

import java.util.concurrent.ThreadLocalRandom;

/// Names that only this proxy answers to. Nobody is ever asked for them, since that would tell of it: they are in no zone of the DNS.
public final class OwnNames {

    /// Where what clients have to accept is accepted.
    public static final Host.Name ACCEPT = new Host.Name("accept.gyre");

    private static final String LETTERS = "bcdfghjklmnpqrstvwxz";

    private OwnNames() {}

    /// A name like these, another each time, that there isn't: to be asked for in the place of one of these, so that it can't be told
    /// by the time that one is known here.
    public static Host.Name nobodys() {
        StringBuilder name = new StringBuilder(ACCEPT.text());
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != '.') {
                int letter = ThreadLocalRandom.current().nextInt(LETTERS.length());
                name.setCharAt(i, LETTERS.charAt(letter));
            }
        }
        return new Host.Name(name.toString());
    }
}
