package dev.gyre.anonymity;

import dev.gyre.net.Glob;

/// What is done to the fields of one name, or of several.
public sealed interface FieldRule {

    /// The longest value that is looked at, or written.
    int LONGEST_VALUE = 4096;

    /// The longest name.
    int LONGEST_NAME = 64;

    /// Those of this name are not passed on.
    ///
    /// @param name with `*` at its end: whatever begins so
    record Remove(String name) implements FieldRule {

        boolean isPrefix() {
            return name.endsWith("*");
        }
    }

    /// There is one of this name, with this value: in the place of the first that was there, else behind all others.
    ///
    /// @param secret whether the value must not be printed
    record Set(String name, String value, boolean secret) implements FieldRule {

        @Override
        public String toString() {
            return name + ": " + (secret ? "***" : value);
        }
    }

    /// Those that have such a value have another.
    record Replace(String name, Glob match, String value) implements FieldRule {}
}
