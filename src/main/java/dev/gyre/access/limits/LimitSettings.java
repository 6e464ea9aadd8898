package dev.gyre.access.limits;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// How much users, clients and sites may take.
///
/// @param perUser each user, where there is nothing else for it
/// @param perClient each client: an IPv4 address, or a /64
/// @param perSite each site, of all clients together
/// @param users what stands in the place of `perUser`, by the user's name
/// @param zone where days and months begin
/// @param file where it is kept how many bytes have passed; nothing when that is forgotten at the end
public record LimitSettings(
        Terms perUser,
        Terms perClient,
        Terms perSite,
        Map<String, Terms> users,
        ZoneId zone,
        Optional<Path> file) {

    public static final LimitSettings NONE =
            new LimitSettings(
                    Terms.NONE,
                    Terms.NONE,
                    Terms.NONE,
                    Map.of(),
                    ZoneId.of("UTC"),
                    Optional.empty());

    public LimitSettings {
        users = Map.copyOf(users);
    }

    /// The same with other terms for single users.
    public LimitSettings withUsers(Map<String, Terms> own) {
        return new LimitSettings(perUser, perClient, perSite, own, zone, file);
    }

    /// Whether anything is limited for anybody.
    public boolean isAny() {
        return perUser.isAny()
                || perClient.isAny()
                || perSite.isAny()
                || users.values().stream().anyMatch(Terms::isAny);
    }

    /// Whether what passes is looked at, for anybody.
    boolean isMetered() {
        return perUser.isMetered()
                || perClient.isMetered()
                || perSite.isMetered()
                || users.values().stream().anyMatch(Terms::isMetered);
    }

    Terms of(Kind kind, Object key) {
        return switch (kind) {
            case USER -> users.isEmpty() ? perUser : own(key);
            case CLIENT -> perClient;
            case SITE -> perSite;
        };
    }

    private Terms own(Object user) {
        Terms its = users.get(String.valueOf(user));
        return its == null ? perUser : its;
    }
}
