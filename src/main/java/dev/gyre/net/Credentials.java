package dev.gyre.net;

/// A user name and a password. Never prints the password.
public record Credentials(String user, String password) {

    @Override
    public String toString() {
        // A user name without a password is the secret itself.
        return password.isEmpty() ? "***" : user + ":***";
    }
}
