package dev.gyre.cli;

import dev.gyre.access.PasswordHash;
import dev.gyre.config.BadValue;
import dev.gyre.config.NewPassword;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A new password: typed twice at a terminal, unseen, or else the first line of what is piped in.
final class Password {

    private Password() {}

    /// Asks for one, and makes its hash. Blocks.
    ///
    /// @throws IOException says why there is none, or why it can't be used
    static PasswordHash hashed() throws IOException {
        Optional<Console> terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal);
        String password = terminal.isPresent() ? typed(terminal.get()) : piped(System.in);
        try {
            NewPassword.check(password);
        } catch (BadValue bad) {
            throw new IOException("the password " + bad.getMessage(), bad);
        }
        return PasswordHash.of(password);
    }

    private static String typed(Console console) throws IOException {
        char[] first = console.readPassword("Password: ");
        char[] again = first == null ? null : console.readPassword("The same again: ");
        if (first == null || again == null) {
            throw new IOException("no password was typed");
        }
        String password = new String(first);
        if (!password.equals(new String(again))) {
            throw new IOException("the two are not the same");
        }
        return password;
    }

    static String piped(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
            if (line.size() > NewPassword.MOST_OCTETS + 1) {
                break;
            }
        }
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(line.toByteArray()))
                            .toString();
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        } catch (CharacterCodingException notText) {
            throw new IOException("the password is not UTF-8", notText);
        }
    }
}
