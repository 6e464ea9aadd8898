package dev.gyre.probe;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Grade;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What an egress turned out to be.
///
/// @param works whether the target answered by it as expected, and nobody in its place
/// @param status of the answer, if there was one
/// @param connected nanoseconds until the connection was up; 0 when there was none
/// @param answered nanoseconds until the first octets of the answer; 0 when there was none
/// @param exit the address that the judge saw; nothing when the target is no judge
/// @param grade how much the judge could tell; nothing when the target is no judge
/// @param added the names of the fields that were added on the way
/// @param note why it does not work, or what else was found; may be empty. Tells no password.
public record Examined(
        Egress egress,
        boolean works,
        OptionalInt status,
        long connected,
        long answered,
        Optional<InetAddress> exit,
        Optional<Grade> grade,
        Tls tls,
        List<String> added,
        String note) {

    public Examined {
        added = List.copyOf(added);
    }

    /// The same, with what was found out about TLS since: who is tampered with does not work.
    Examined with(Tls found) {
        boolean tampered = found == Tls.TAMPERED;
        return new Examined(
                egress,
                works && !tampered,
                status,
                connected,
                answered,
                exit,
                grade,
                found,
                added,
                tampered ? "it shows a certificate of its own" : note);
    }

    /// It does not work.
    static Examined failed(Egress egress, Tls tls, String note) {
        return new Examined(
                egress,
                false,
                OptionalInt.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                tls,
                List.of(),
                note);
    }
}
