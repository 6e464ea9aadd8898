package dev.gyre.config;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

import java.util.Optional;

/// Turns text into YAML nodes. What is wrong with the YAML is one problem, since nothing after it
/// can be trusted.
final class YamlReader {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setMaxAliasesForCollections(Outline.MOST_ALIASES)
                    .setCodePointLimit(SourceReader.MOST_BYTES)
                    .setAllowNonScalarKeys(true)
                    .build();

    private final YamlSource source;
    private final Problems problems;

    YamlReader(YamlSource source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /// The one document of the source, or nothing and a problem.
    Optional<Node> read() {
        try {
            StreamReader text = new StreamReader(SETTINGS, source.text());
            OutlinedParser events =
                    new OutlinedParser(new ParserImpl(SETTINGS, text), new Outline(problems));
            Optional<Node> root = new Composer(SETTINGS, events).getSingleNode();
            if (root.isEmpty()) {
                problems.add(Problem.ofFile("this file says nothing; it needs 'egress' at least"));
            }
            return root;
        } catch (OutlinedParser.RefusedException refused) {
            return Optional.empty();
        } catch (MarkedYamlEngineException broken) {
            problems.add(problem(broken));
        } catch (YamlEngineException broken) {
            problems.add(Problem.ofFile("this is not YAML"));
        } catch (IllegalArgumentException | IndexOutOfBoundsException broken) {
            // The library lets some of its own slips through, such as a bad escape in a tag.
            problems.add(Problem.ofFile("this is not YAML"));
        }
        return Optional.empty();
    }

    private Problem problem(MarkedYamlEngineException broken) {
        Optional<Mark> mark = broken.getProblemMark().or(broken::getContextMark);
        if (mark.isEmpty()) {
            return Problem.ofFile("this is not YAML");
        }
        int line = mark.get().getLine() + 1;
        int column = mark.get().getColumn() + 1;
        return new Problem(line, column, message(broken, line, column), true);
    }

    private String message(MarkedYamlEngineException broken, int line, int column) {
        String text = source.line(line);
        int offset =
                text.offsetByCodePoints(
                        0, Math.min(column - 1, text.codePointCount(0, text.length())));
        if (text.startsWith("\t", offset)) {
            return "a tab cannot stand here; indent with spaces";
        }
        String hint =
                text.matches(".*\\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\\]:.*")
                        ? "; an address in brackets needs quotes"
                        : "";
        String problem = Optional.ofNullable(broken.getProblem()).orElse("");
        int more = problem.indexOf('\n');
        String first = more < 0 ? problem : problem.substring(0, more);
        return "this is not YAML: " + Excerpt.value(first.strip()) + hint;
    }
}
