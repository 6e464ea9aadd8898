package dev.gyre.config;

import java.util.Comparator;

/// One thing that is wrong with a file.
///
/// @param line from 1, or 0 when the problem is with the whole file
/// @param column from 1, in characters
/// @param message what is wrong, without secrets
/// @param quoted whether the line is shown below
public record Problem(int line, int column, String message, boolean quoted) {

    /// In order of position.
    static final Comparator<Problem> ORDER =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    public Problem {
        message = Secrets.masked(message);
    }

    /// A problem with the whole file.
    static Problem ofFile(String message) {
        return new Problem(0, 0, message, false);
    }
}
