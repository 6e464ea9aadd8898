package dev.gyre.cli;

import dev.gyre.app.Checkup;
import dev.gyre.fetch.FetchUrl;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a check is made: what is asked for, of how many at a time, and for how long.
final class CheckTerms {

    private static final int MOST_AT_A_TIME = 1024;
    private static final int MOST_PER_ENTRY = 65_536;
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})(ms|s|m)");

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--target",
            paramLabel = "URL",
            description =
                    "Ask for this page: a judge's like that of whoami.gyre, httpbin's /get or"
                            + " azenv, which gives address and grade, or any other.")
    private @Nullable String target;

    @Option(
            names = "--expect",
            paramLabel = "STATUS",
            defaultValue = "200",
            description = "The status of its answer (default: ${DEFAULT-VALUE}).")
    private int expect;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many are tested at a time (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "For each of them (default: ${DEFAULT-VALUE}).")
    private String timeout;

    @Option(
            names = "--per-entry",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "How many addresses of a range are tested, chosen at random (default:"
                            + " ${DEFAULT-VALUE}).")
    private int perEntry;

    /// @throws ParameterException when an option has a value that it can't have
    Checkup.Wanted wanted() {
        within("--expect", expect, 200, 599);
        within("--concurrency", concurrency, 1, MOST_AT_A_TIME);
        within("--per-entry", perEntry, 1, MOST_PER_ENTRY);
        return new Checkup.Wanted(
                Optional.ofNullable(target).map(this::url),
                expect,
                patience(),
                perEntry,
                concurrency);
    }

    private void within(String option, int number, int least, int most) {
        if (number < least || number > most) {
            throw wrong(option + ": error: must be from " + least + " to " + most);
        }
    }

    private FetchUrl url(String text) {
        return FetchUrl.parse(text)
                .orElseThrow(() -> wrong("--target: error: is no URL of http or https"));
    }

    private Duration patience() {
        Matcher parts = SECONDS.matcher(timeout);
        long amount = parts.matches() ? Long.parseLong(parts.group(1)) : 0;
        if (amount == 0) {
            throw wrong("--timeout: error: is no duration, such as 10s");
        }
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
