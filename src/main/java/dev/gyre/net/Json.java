package dev.gyre.net;

import java.util.List;
import java.util.Optional;

/// A value of JSON.
public sealed interface Json {

    record Text(String text) implements Json {}

    record Array(List<Json> items) implements Json {}

    /// @param members in order; a name may come again
    record Table(List<Member> members) implements Json {

        /// The first member of this name.
        public Optional<Json> get(String name) {
            return members.stream()
                    .filter(member -> member.name().equals(name))
                    .map(Member::value)
                    .findFirst();
        }
    }

    record Member(String name, Json value) {}

    /// A number, `true`, `false` or `null`, as it was written.
    record Word(String word) implements Json {}
}
