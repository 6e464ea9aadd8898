package dev.gyre.inbound.identity;

import dev.gyre.net.Credentials;
import dev.gyre.rotation.Wish;

import java.util.List;
import java.util.Optional;

/// Reads what clients say of themselves. Immutable; safe for all threads; never blocks, and takes time in proportion to what it
/// reads.
///
/// A user name is tried as an e-mail address, which has no parameters, and then in the dialects in their order here; the first
/// that finds a parameter has it. If none does, it is a name. A password is read beside it.
public final class Claims {

    /// What becomes of parameters that Gyre has no meaning for, such as a city.
    public enum Unknown {
        /// They are taken out of the user name, and nothing else.
        IGNORE,
        /// They are an error.
        REFUSE
    }

    private static final List<Dialect> IN_ORDER =
            List.of(
                    new PlusDialect(),
                    new ApifyDialect(),
                    new DashDialect(),
                    new WebshareDialect());

    /// The longest user name, password, and session field, in characters.
    private static final int MOST_CHARACTERS = 1024;

    private final Unknown unknown;

    public Claims(Unknown unknown) {
        this.unknown = unknown;
    }

    /// What these credentials say. A SOCKS4 client has no password: an empty one.
    public Claim of(Credentials said) throws BadClaim {
        String user = said.user();
        String password = said.password();
        checkLength("user name", user);
        checkLength("password", password);
        boolean plain = isPlain(user);
        int start = IproyalPassword.start(password);
        if (plain && start == password.length()) {
            return new Claim(ApifyDialect.plain(user), Wish.NONE);
        }
        Asked asked = new Asked(unknown);
        String name = plain ? ApifyDialect.plain(user) : name(user, asked);
        if (start < password.length()) {
            IproyalPassword.read(password, start, asked);
        }
        return new Claim(name, asked.over(Wish.NONE));
    }

    /// What the value of a `Proxy-Authorization` field says.
    public Claim ofBasic(String value) throws BadClaim {
        return of(credentials(value));
    }

    /// Whether the value of a `Proxy-Authorization` field is of the scheme Basic; no other has parameters.
    public static boolean isBasic(String value) {
        return BasicField.is(value);
    }

    /// User name and password as the client wrote them in a `Proxy-Authorization` field, parameters and all.
    public static Credentials credentials(String value) throws BadClaim {
        return BasicField.credentials(value);
    }

    /// The password without the parameters that are read from it: what is to be compared with the one that is known. A password
    /// that looks as if it had parameters is cut, too.
    public static String password(Credentials said) {
        return said.password().substring(0, IproyalPassword.start(said.password()));
    }

    /// What the value of a `Gyre-Session` field asks for, and where it asks for nothing, what `base` does.
    public Wish header(String value, Wish base) throws BadClaim {
        checkLength("Gyre-Session", value);
        Asked asked = new Asked(unknown);
        SessionField.read(value, asked);
        return asked.over(base);
    }

    private static String name(String user, Asked asked) throws BadClaim {
        if (EmailAddress.is(user)) {
            return user;
        }
        for (Dialect dialect : IN_ORDER) {
            Optional<String> name = dialect.read(user, asked);
            if (name.isPresent()) {
                return name.get();
            }
        }
        return user;
    }

    /// Whether a user name has nothing in it that all dialects need; most names don't.
    private static boolean isPlain(String user) throws BadClaim {
        boolean plain = true;
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            // RFC 7617 2; and a name is written into logs.
            if (Character.isISOControl(c)) {
                throw new BadClaim("user name has a control character");
            }
            plain &= c != '-' && c != '+' && c != ',';
        }
        return plain;
    }

    private static void checkLength(String what, String text) throws BadClaim {
        if (text.length() > MOST_CHARACTERS) {
            throw new BadClaim(what + " must be at most " + MOST_CHARACTERS + " characters");
        }
    }
}
