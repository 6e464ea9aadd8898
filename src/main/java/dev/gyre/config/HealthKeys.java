package dev.gyre.config;

import dev.gyre.egress.Grade;
import dev.gyre.health.CapSettings;
import dev.gyre.health.CoolDownSettings;
import dev.gyre.health.HealthSettings;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The keys `health`, `cool-down`, `caps` and `anonymity`: when an egress is not used for a while.
final class HealthKeys {

    private static final NodeReader<Duration> DURATION =
            new ScalarReader<>(Durations.EXPECTED, Durations::parse);
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3})%");
    private static final Map<String, Grade> GRADES = grades();
    private static final int MOST_FAILURES = 1000;

    /// As far as outcomes are remembered.
    private static final int MOST_WINDOW = 64;

    private HealthKeys() {}

    /// All four keys, at the top of the file.
    static HealthSettings take(MappingReader keys) {
        CoolDownSettings coolDowns =
                keys.take(
                        "cool-down",
                        MappingReader.of(CoolDownKeys::coolDowns),
                        CoolDownSettings.DEFAULT);
        CapSettings caps = keys.take("caps", MappingReader.of(CapKeys::caps), CapSettings.NONE);
        Grade grade =
                keys.take(
                        "anonymity",
                        new ScalarReader<>(
                                "one of " + String.join(", ", GRADES.keySet()), HealthKeys::grade),
                        HealthSettings.DEFAULT.grade());
        return keys.take(
                "health",
                MappingReader.of(inner -> health(inner, coolDowns, caps, grade)),
                with(HealthSettings.DEFAULT, coolDowns, caps, grade));
    }

    private static HealthSettings with(
            HealthSettings all, CoolDownSettings coolDowns, CapSettings caps, Grade grade) {
        return new HealthSettings(
                all.failures(),
                all.rate(),
                all.window(),
                all.out(),
                all.most(),
                all.floor(),
                coolDowns,
                caps,
                grade);
    }

    private static HealthSettings health(
            MappingReader keys, CoolDownSettings coolDowns, CapSettings caps, Grade grade) {
        HealthSettings otherwise = HealthSettings.DEFAULT;
        Optional<Duration> out = keys.take("out", DURATION);
        Optional<Duration> most = keys.take("most", DURATION);
        Duration first = out.orElse(otherwise.out());
        Duration last = most.orElse(longer(otherwise.most(), first));
        if (last.compareTo(first) < 0) {
            keys.problem("most", "most is less than out, " + Durations.text(first));
        }
        return new HealthSettings(
                keys.take("failures", Sizes.number(1, MOST_FAILURES), otherwise.failures()),
                keys.take("rate", percent(1), otherwise.rate()),
                keys.take("window", Sizes.number(1, MOST_WINDOW), otherwise.window()),
                first,
                last,
                keys.take("floor", percent(0), otherwise.floor()),
                coolDowns,
                caps,
                grade);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static NodeReader<Integer> percent(int least) {
        return new ScalarReader<>(
                "a percentage, such as 50%",
                text -> {
                    Matcher number = PERCENT.matcher(text);
                    if (!number.matches()) {
                        throw new BadValue("is not a percentage, such as 50%");
                    }
                    int value = Integer.parseInt(number.group(1));
                    if (value < least || value > 100) {
                        throw new BadValue("must be from " + least + "% to 100%");
                    }
                    return value;
                });
    }

    private static Grade grade(String text) throws BadValue {
        return Optional.ofNullable(GRADES.get(text))
                .orElseThrow(() ->
                        new BadValue(
                                "has an unknown value",
                                Optional.of(Suggestion.orAll(GRADES.keySet(), text))));
    }

    /// Everything is at most transparent.
    private static Map<String, Grade> grades() {
        Map<String, Grade> grades = new LinkedHashMap<>();
        for (Grade grade : Grade.values()) {
            grades.put(grade.text(), grade);
        }
        grades.put("any", Grade.TRANSPARENT);
        return grades;
    }

    /// The keys and their values as lines of YAML.
    static String print(HealthSettings health) {
        return "health: {failures: "
                + health.failures()
                + ", rate: "
                + health.rate()
                + "%, window: "
                + health.window()
                + ", out: "
                + Durations.text(health.out())
                + ", most: "
                + Durations.text(health.most())
                + ", floor: "
                + health.floor()
                + "%}\n"
                + CoolDownKeys.print(health.coolDowns())
                + CapKeys.print(health.caps())
                + "anonymity: "
                + health.grade().text()
                + "\n";
    }
}
