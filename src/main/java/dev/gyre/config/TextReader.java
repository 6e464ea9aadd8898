package dev.gyre.config;

/// Reads one kind of value out of text.
interface TextReader<T> {

    /// The value that the text spells.
    T read(String text) throws BadValue;
}
