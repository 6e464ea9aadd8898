package dev.gyre.anonymity;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is done to the fields of messages that are passed on: the preset first, then each rule in turn.
///
/// @param preset of requests
/// @param request of requests
/// @param response of replies
public record HeaderRules(
        Optional<Preset> preset, List<FieldRule> request, List<FieldRule> response) {

    /// Nothing.
    public static final HeaderRules NONE = new HeaderRules(Optional.empty(), List.of(), List.of());

    /// How many rules each list may have.
    public static final int MOST = 64;

    public HeaderRules {
        request = List.copyOf(request);
        response = List.copyOf(response);
    }

    public boolean isNone() {
        return preset.isEmpty() && request.isEmpty() && response.isEmpty();
    }

    /// These, and the others after them.
    HeaderEdits then(HeaderRules others) {
        return new HeaderEdits(
                FieldEdits.of(
                        Stream.of(this, others)
                                .flatMap(each ->
                                        Stream.concat(
                                                each.preset.stream()
                                                        .flatMap(preset -> preset.rules().stream()),
                                                each.request.stream()))
                                .toList()),
                FieldEdits.of(Stream.concat(response.stream(), others.response.stream()).toList()));
    }
}
