package dev.gyre.probe;

import dev.gyre.egress.Grade;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One egress of a check.
///
/// @param examined what it turned out to be
/// @param country where the pool file says that it is
/// @param passed whether it is good enough
public record Checked(Examined examined, Optional<String> country, boolean passed) {

    /// What works comes first, then what tells least, then what is fastest.
    private static final Comparator<Checked> ORDER =
            Comparator.comparingInt((Checked each) -> each.examined.works() ? 0 : 1)
                    .thenComparingInt(each ->
                            each.examined.grade().map(Grade::ordinal).orElse(Integer.MAX_VALUE))
                    .thenComparingLong(each -> each.examined.answered())
                    .thenComparing(each -> each.examined.egress().toString());

    /// Judges by the least that is wanted.
    ///
    /// @param least the grade; an egress of which none is known passes only when nothing is said
    public static Checked of(Examined examined, Optional<String> country, Optional<Grade> least) {
        boolean good =
                least.isEmpty()
                        || examined.grade()
                                .filter(grade -> grade.compareTo(least.get()) <= 0)
                                .isPresent();
        return new Checked(examined, country, examined.works() && good);
    }

    /// In the order in which a person wants to read them.
    public static List<Checked> sorted(List<Checked> rows) {
        return rows.stream().sorted(ORDER).toList();
    }

    /// How many have passed.
    public static long passed(List<Checked> rows) {
        return rows.stream().filter(Checked::passed).count();
    }

    /// What a check came to, in one sentence.
    ///
    /// @param wanted how many were to be examined; some are not when it was ended early
    public static String summary(List<Checked> rows, int wanted) {
        long works = rows.stream().filter(each -> each.examined.works()).count();
        long tampered = rows.stream().filter(each -> each.examined.tls() == Tls.TAMPERED).count();
        return rows.size()
                + (rows.size() < wanted ? " of " + wanted : "")
                + " checked, "
                + works
                + (works == 1 ? " works, " : " work, ")
                + (tampered == 0 ? "" : tampered + " tampered with TLS, ")
                + passed(rows)
                + " passed";
    }

    static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
