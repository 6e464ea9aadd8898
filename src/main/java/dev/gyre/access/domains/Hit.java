package dev.gyre.access.domains;

/// Where a host was found.
///
/// @param list its name
/// @param line from 1
public record Hit(String list, int line) {

    /// In words.
    @Override
    public String toString() {
        return "list '" + list + "', line " + line;
    }
}
