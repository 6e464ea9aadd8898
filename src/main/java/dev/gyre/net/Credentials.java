package dev.gyre.net;

/// A user name and a password. Never prints the password.
public record Credentials(String user, String password) {

    @Override
    public String toString() {
        return user + ":***";
    }
}
