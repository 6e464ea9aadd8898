package dev.gyre.access.limits;

/// By what users, clients and sites are known on the disk.
@FunctionalInterface
public interface Ids {

    /// The same for the same; for no two of a kind alike.
    String of(Kind kind, Object key);
}
