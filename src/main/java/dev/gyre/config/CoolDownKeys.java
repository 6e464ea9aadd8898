package dev.gyre.config;

import dev.gyre.health.CoolDownSettings;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The key `cool-down`: when a site is spared an egress.
final class CoolDownKeys {

    private static final NodeReader<Duration> DURATION =
            new ScalarReader<>(Durations.EXPECTED, Durations::parse);
    private static final NodeReader<Integer> STATUS = Sizes.number(100, 599);

    /// What a session does whose egress the site does not want.
    private enum Sessions {
        STAY,
        MOVE
    }

    private CoolDownKeys() {}

    static CoolDownSettings coolDowns(MappingReader keys) {
        CoolDownSettings otherwise = CoolDownSettings.DEFAULT;
        return new CoolDownSettings(
                keys.take("statuses", CoolDownKeys::statuses, otherwise.statuses()),
                keys.take("ban", DURATION, otherwise.ban()),
                keys.take("most", DURATION, otherwise.most()),
                keys.take("strict", Flag.READER, otherwise.strict()),
                keys.take(
                                "sessions",
                                Choice.of(Sessions.values()),
                                otherwise.moves() ? Sessions.MOVE : Sessions.STAY)
                        == Sessions.MOVE);
    }

    private static Optional<Map<Integer, Duration>> statuses(
            Reading reading, String what, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            reading.problem(
                    node,
                    what
                            + " must be a mapping of statuses to durations, found "
                            + Reading.kind(node));
            return Optional.empty();
        }
        Map<Integer, Duration> statuses = new HashMap<>();
        for (NodeTuple each : mapping.getValue()) {
            Optional<Integer> status = STATUS.read(reading, "a status", each.getKeyNode());
            Optional<Duration> time =
                    DURATION.read(
                            reading,
                            status.map(number -> "status " + number).orElse("a status"),
                            each.getValueNode());
            if (status.isPresent()
                    && time.isPresent()
                    && statuses.put(status.get(), time.get()) != null) {
                reading.problem(each.getKeyNode(), "status " + status.get() + " is there twice");
            }
        }
        return Optional.of(statuses);
    }

    /// The key and its value as a line of YAML.
    static String print(CoolDownSettings settings) {
        String statuses =
                new TreeMap<>(settings.statuses())
                        .entrySet().stream()
                                .map(each -> each.getKey() + ": " + Durations.text(each.getValue()))
                                .collect(Collectors.joining(", ", "{", "}"));
        return "cool-down: {statuses: "
                + statuses
                + ", ban: "
                + Durations.text(settings.ban())
                + ", most: "
                + Durations.text(settings.most())
                + ", strict: "
                + settings.strict()
                + ", sessions: "
                + Choice.word(settings.moves() ? Sessions.MOVE : Sessions.STAY)
                + "}\n";
    }
}
