package dev.gyre.lists;

/// A line of a list that cannot be read.
///
/// @param line from 1
/// @param why what is wrong with it, to be put after the line; free of secrets: nothing of the line is in it but the name of a
///     protocol, or an address of this machine
public record BadLine(int line, String why) {}
