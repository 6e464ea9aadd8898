package dev.gyre.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

import java.util.Arrays;
import java.util.stream.Stream;

/// What each command says of itself.
class UsageTest {

    @TestFactory
    Stream<DynamicTest> everyLineCanBeFormatted() {
        return all(Main.commandLine())
                .map(command ->
                        DynamicTest.dynamicTest(
                                command.getCommandSpec().qualifiedName(), () -> check(command)));
    }

    /// What names something comes before the file, which may be left out.
    @Test
    void theFileComesLast() {
        all(Main.commandLine())
                .map(command -> command.getCommandSpec().positionalParameters())
                .filter(parameters -> parameters.size() > 1)
                .forEach(parameters ->
                        assertThat(parameters.getLast().arity().min())
                                .as("%s", parameters)
                                .isZero());
        assertThat(
                        Main.commandLine()
                                .getSubcommands()
                                .get("resolve")
                                .getCommandSpec()
                                .positionalParameters()
                                .stream()
                                .map(CommandLine.Model.PositionalParamSpec::paramLabel))
                .containsExactly("NAME", "FILE");
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().flatMap(UsageTest::all));
    }

    private static void check(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        Stream.of(usage.header(), usage.description(), usage.footer())
                .flatMap(Arrays::stream)
                .forEach(line ->
                        assertThatCode(() -> String.format(line))
                                .as(line)
                                .doesNotThrowAnyException());
    }
}
