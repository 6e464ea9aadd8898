package dev.gyre.access.domains;

import dev.gyre.net.Host;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which hosts nobody may have, by lists: those that are in one which blocks and in none which allows; and, where only what some lists
/// have is let through, all others. Immutable: safe for all threads.
public final class Blocking {

    /// Nothing is blocked.
    public static final Blocking NONE = new Blocking(DomainLists.NONE, BlockingSettings.NONE);

    private final List<DomainList> block;
    private final List<DomainList> allow;
    private final List<DomainList> only;

    /// @param lists all that the settings name
    public Blocking(DomainLists lists, BlockingSettings settings) {
        this.block = settings.block().stream().map(lists::list).toList();
        this.allow = settings.allow().stream().map(lists::list).toList();
        this.only = settings.allowOnly().stream().map(lists::list).toList();
    }

    /// Whether there is nothing to ask it.
    public boolean isNone() {
        return block.isEmpty() && only.isEmpty();
    }

    /// Why nobody may have this host, in words; nothing when it is not blocked.
    public Optional<String> refusal(Host host) {
        if (!only.isEmpty() && !isIn(only, host)) {
            return Optional.of(
                    only.stream()
                            .map(list -> "'" + list.name() + "'")
                            .collect(Collectors.joining(", ", "in no list of ", "")));
        }
        for (DomainList list : block) {
            Optional<Hit> hit = list.find(host);
            if (hit.isPresent()) {
                return isIn(allow, host) ? Optional.empty() : Optional.of(hit.get().toString());
            }
        }
        return Optional.empty();
    }

    private static boolean isIn(List<DomainList> lists, Host host) {
        for (DomainList list : lists) {
            if (list.find(host).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
