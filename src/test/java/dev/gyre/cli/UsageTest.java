package dev.gyre.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.DynamicTest;
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
