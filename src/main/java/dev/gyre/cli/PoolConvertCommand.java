package dev.gyre.cli;

import dev.gyre.egress.Labels;
import dev.gyre.lists.ListFormat;
import dev.gyre.lists.Parsed;
import dev.gyre.lists.Written;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `gyre pool convert`.
@Command(
        name = "convert",
        description =
                "Writes what a list has in another format, with passwords. What can't be read, and"
                        + " what the format has no words for, is told of on stderr.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Formats: url, host-port, host-port-user-pass, user-pass-at-host-port, clash, json.",
            "",
            "Examples:",
            "  gyre pool convert proxies.txt --to url",
            "  gyre pool convert clash.yml --to host-port-user-pass --output proxies.txt",
            "",
            "Exit codes: 0 it has entries, 1 it has none or can't be read or written, 2 wrong"
                    + " usage."
        })
final class PoolConvertCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private GivenList list = new GivenList();

    @Option(names = "--to", paramLabel = "FORMAT", required = true, description = "The format.")
    private String to;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write it, for its owner only, instead of to stdout.")
    private Optional<Path> output = Optional.empty();

    @Override
    public Integer call() throws IOException {
        ListFormat format =
                Arrays.stream(ListFormat.values())
                        .filter(each -> each.text().equals(to))
                        .findFirst()
                        .orElseThrow(() ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "--to: error: is not one of " + formats()));
        Parsed parsed = list.read(Labels.NONE);
        Written written = Written.of(parsed.entries(), format);
        PrintWriter err = spec.commandLine().getErr();
        written.lost()
                .forEach((what, times) ->
                        err.println(
                                "warning: "
                                        + format.text()
                                        + " has no words for "
                                        + what
                                        + ": "
                                        + times));
        err.flush();
        if (output.isPresent()) {
            write(output.get(), written.text());
        } else {
            spec.commandLine().getOut().print(written.text());
            spec.commandLine().getOut().flush();
        }
        return written.count() == 0 ? 1 : 0;
    }

    private static String formats() {
        return Arrays.stream(ListFormat.values())
                .map(ListFormat::text)
                .collect(Collectors.joining(", "));
    }

    private static void write(Path file, String text) throws IOException {
        try {
            if (!Files.exists(file)
                    && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.newByteChannel(
                                file,
                                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rw-------")))
                        .close();
            }
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new IOException(file + ": it cannot be written", failed);
        }
    }
}
