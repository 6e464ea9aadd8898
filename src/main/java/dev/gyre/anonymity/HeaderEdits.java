package dev.gyre.anonymity;

import dev.gyre.net.Host;

import java.util.List;

/// What is done to the fields of a request and of its reply.
public record HeaderEdits(FieldEdits request, FieldEdits response) {

    /// Nothing.
    public static final HeaderEdits NONE = new HeaderEdits(FieldEdits.NONE, FieldEdits.NONE);

    /// By a target's host. Immutable; safe for all threads.
    public static final class BySite {

        private final HeaderEdits others;
        private final List<SiteRules> sites;
        private final List<HeaderEdits> theirs;

        private BySite(HeaderEdits others, List<SiteRules> sites, List<HeaderEdits> theirs) {
            this.others = others;
            this.sites = sites;
            this.theirs = theirs;
        }

        public static BySite of(HeaderSettings settings) {
            HeaderRules general = settings.rules();
            return new BySite(
                    general.isNone() ? NONE : general.then(HeaderRules.NONE),
                    settings.sites(),
                    settings.sites().stream().map(each -> general.then(each.rules())).toList());
        }

        /// By the first that fits.
        public HeaderEdits of(Host host) {
            for (int i = 0; i < theirs.size(); i++) {
                if (sites.get(i).site().matches(host)) {
                    return theirs.get(i);
                }
            }
            return others;
        }
    }
}
