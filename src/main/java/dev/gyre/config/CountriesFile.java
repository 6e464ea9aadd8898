package dev.gyre.config;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The key `countries`: a MaxMind file that says in which country an address is. Only its end is looked at here.
final class CountriesFile {

    /// What stands before the last part of such a file, which is at most [#LONGEST_END] long.
    private static final String MARK = "\u00ab\u00cd\u00efMaxMind.com";

    private static final int LONGEST_END = 128 << 10;

    private static final NodeReader<Path> PATH = new PathReader("the path of a MaxMind file", true);

    static final NodeReader<Path> READER =
            (reading, what, node) -> {
                Optional<Path> path = PATH.read(reading, what, node);
                path.flatMap(CountriesFile::problem)
                        .ifPresent(problem -> reading.problem(node, what + ' ' + problem));
                return path;
            };

    private CountriesFile() {}

    /// The key and its value as a line of YAML, if there is one.
    static String print(Upkeep upkeep) {
        return upkeep.countries()
                .map(path -> "countries: " + ListKeys.quoted(path) + "\n")
                .orElse("");
    }

    private static Optional<String> problem(Path path) {
        if (!Files.isRegularFile(path)) {
            return Optional.of("names no file: " + path);
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            int length = (int) Math.min(file.length(), LONGEST_END + MARK.length());
            byte[] end = new byte[length];
            file.seek(file.length() - length);
            file.readFully(end);
            return new String(end, StandardCharsets.ISO_8859_1).contains(MARK)
                    ? Optional.empty()
                    : Optional.of("is no MaxMind file: " + path);
        } catch (IOException unreadable) {
            return Optional.of("cannot be read: " + path);
        }
    }
}
