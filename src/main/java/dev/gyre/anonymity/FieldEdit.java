package dev.gyre.anonymity;

import java.util.ArrayList;
import java.util.List;

/// What comes of all rules about one name.
///
/// @param lowerName in lower case, with `-` for `_`
/// @param replaced what is done to the values of those that stay, one after the other
record FieldEdit(String lowerName, List<FieldRule.Replace> replaced, End end) {

    /// Whether they stay.
    sealed interface End {
        record Stay() implements End {}

        record Gone() implements End {}

        /// There is one, with this value.
        ///
        /// @param inPlace whether it stands where the first was
        record One(String name, String value, boolean inPlace) implements End {}
    }

    /// Nothing is done.
    static FieldEdit none(String lowerName) {
        return new FieldEdit(lowerName, List.of(), new End.Stay());
    }

    /// What is done, and this after it.
    FieldEdit then(FieldRule rule) {
        return switch (rule) {
            case FieldRule.Remove _ -> new FieldEdit(lowerName, List.of(), new End.Gone());
            case FieldRule.Set(String name, String value, _) ->
                    new FieldEdit(
                            lowerName,
                            List.of(),
                            new End.One(
                                    name,
                                    value,
                                    switch (end) {
                                        case End.Stay _ -> true;
                                        case End.Gone _ -> false;
                                        case End.One one -> one.inPlace();
                                    }));
            case FieldRule.Replace replace ->
                    switch (end) {
                        case End.Stay _ -> {
                            List<FieldRule.Replace> all = new ArrayList<>(replaced);
                            all.add(replace);
                            yield new FieldEdit(lowerName, List.copyOf(all), end);
                        }
                        case End.Gone _ -> this;
                        case End.One(String name, String value, boolean inPlace) ->
                                new FieldEdit(
                                        lowerName,
                                        replaced,
                                        new End.One(name, applied(value, replace), inPlace));
                    };
        };
    }

    /// The value of a field that stays.
    String value(String received) {
        String value = received;
        for (FieldRule.Replace each : replaced) {
            value = applied(value, each);
        }
        return value;
    }

    /// A value that is too long is looked at by none.
    private static String applied(String value, FieldRule.Replace replace) {
        return value.length() <= FieldRule.LONGEST_VALUE && replace.match().matches(value)
                ? replace.value()
                : value;
    }
}
