package dev.gyre.probe;

import dev.gyre.egress.Egress;
import dev.gyre.fetch.Errand;
import dev.gyre.fetch.Fetched;
import dev.gyre.fetch.Fetcher;
import dev.gyre.fetch.UntrustedException;
import dev.gyre.http.Field;
import dev.gyre.net.FailureException;
import dev.gyre.net.Printable;
import dev.gyre.probe.ProbeTarget.Secured;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Finds out what an egress is good for, with one request by it and, where TLS is not what it should be, a look at the certificate.
/// Safe for all threads; how many run at a time is the caller's to bound.
public final class Probe {

    /// Octets of a page: a judge's has less.
    private static final int MOST = 64 << 10;

    private final Fetcher fetcher;
    private final ProbeTarget target;
    private final int expect;
    private final Duration timeout;
    private final Set<InetAddress> own;

    /// By it the target's own certificate is looked at.
    private volatile Optional<Egress> direct = Optional.empty();

    /// @param expect the status of the answer of a target that is well
    /// @param timeout for one egress
    /// @param own the addresses of this machine, but loopback's: a judge must not see them in a header
    public Probe(
            Fetcher fetcher,
            ProbeTarget target,
            int expect,
            Duration timeout,
            Set<InetAddress> own) {
        this.fetcher = fetcher;
        this.target = target;
        this.expect = expect;
        this.timeout = timeout;
        this.own = Set.copyOf(own);
    }

    /// From now on, the first of these that has no hops and gets to the target shows the target's own certificate, if there is one.
    ///
    /// @param egresses of the pool that is used now
    public void compareBy(List<Egress> egresses) {
        direct =
                egresses.stream()
                        .filter(egress -> egress instanceof Egress.Direct && isFor(egress))
                        .findFirst();
    }

    /// Whether it makes sense to examine this egress.
    public boolean isFor(Egress egress) {
        return target.isFor(egress);
    }

    /// Examines an egress; takes no longer than twice the timeout.
    ///
    /// @param loop on which it is done
    /// @return never fails, but when it is cancelled
    public Future<Examined> examine(Egress egress, EventLoop loop) {
        Promise<Examined> result = loop.newPromise();
        if (!isFor(egress)) {
            return result.setSuccess(
                    Examined.failed(
                            egress,
                            Tls.NONE,
                            target.isBuiltIn()
                                    ? "it can't reach the judge of this machine: name another with"
                                            + " --target URL"
                                    : "it can't reach the target"));
        }
        Errand errand =
                Errand.get(egress, target.url(), MOST, timeout)
                        .at(target.destination())
                        .saying(header())
                        .cut();
        Future<Fetched> fetched = fetcher.fetch(errand, loop);
        result.addListener(_ -> fetched.cancel(false));
        fetched.addListener((Future<Fetched> done) -> {
            if (done.isSuccess()) {
                secured(answered(errand, done.getNow()), loop, result);
            } else if (done.cause() instanceof UntrustedException untrusted) {
                look(egress, untrusted, loop, result);
            } else {
                result.trySuccess(Examined.failed(egress, Tls.NONE, words(done.cause())));
            }
        });
        return result;
    }

    /// In spellings and an order that few have: whatever is changed on the way shows.
    private List<Field> header() {
        return List.of(
                new Field("Host", target.url().authority()),
                new Field("user-agent", "Mozilla/5.0"),
                new Field("Accept", "application/json, text/plain, */*"),
                new Field("ACCEPT-language", "en-GB"),
                new Field("Connection", "close"));
    }

    private Examined answered(Errand errand, Fetched page) {
        Tls tls = errand.url().tls() ? Tls.GENUINE : Tls.NONE;
        Optional<OutsideView> view =
                page.status() == expect ? OutsideView.of(page.body()) : Optional.empty();
        Optional<Exposure> exposure =
                view.map(known -> Exposure.of(known, errand.egress(), page, errand.fields(), own));
        boolean stranger = target.isBuiltIn() && page.status() == expect && view.isEmpty();
        return new Examined(
                errand.egress(),
                page.status() == expect && !stranger,
                OptionalInt.of(page.status()),
                page.connected(),
                page.answered(),
                view.map(known -> known.addresses().getLast()),
                exposure.map(Exposure::grade),
                tls,
                exposure.map(Exposure::added).orElse(List.of()).stream()
                        .map(Printable::of)
                        .toList(),
                stranger
                        ? "somebody answers in the judge's place"
                        : page.status() == expect ? "" : "answered " + page.status());
    }

    /// Has a look at the certificate that the built-in judge shows besides, where it does. When none comes, nothing is said of it: not
    /// every hop goes to every port.
    private void secured(Examined found, EventLoop loop, Promise<Examined> result) {
        if (!found.works() || target.secured().isEmpty()) {
            result.trySuccess(found);
            return;
        }
        Secured judge = target.secured().get();
        Future<List<X509Certificate>> shown =
                fetcher.look(found.egress(), judge.destination(), timeout.dividedBy(2), loop);
        result.addListener(_ -> shown.cancel(false));
        shown.addListener((Future<List<X509Certificate>> seen) -> {
            boolean nothing = !seen.isSuccess() || seen.getNow().isEmpty();
            Tls tls =
                    nothing
                            ? Tls.NONE
                            : seen.getNow().getFirst().equals(judge.certificate())
                                    ? Tls.GENUINE
                                    : Tls.TAMPERED;
            result.trySuccess(found.with(tls));
        });
    }

    /// The certificate is not good. Whose fault that is a look at it without the hops tells, where that can be had.
    private void look(
            Egress egress, UntrustedException untrusted, EventLoop loop, Promise<Examined> result) {
        Optional<Egress> plainly = direct;
        if (plainly.isEmpty()) {
            result.trySuccess(Examined.failed(egress, Tls.TAMPERED, words(untrusted)));
            return;
        }
        Future<List<X509Certificate>> there =
                fetcher.look(egress, target.url(), timeout.dividedBy(2), loop);
        result.addListener(_ -> there.cancel(false));
        there.addListener((Future<List<X509Certificate>> seen) -> {
            Future<List<X509Certificate>> plain =
                    fetcher.look(plainly.get(), target.url(), timeout.dividedBy(2), loop);
            result.addListener(_ -> plain.cancel(false));
            plain.addListener((Future<List<X509Certificate>> itself) -> {
                boolean same =
                        seen.isSuccess()
                                && itself.isSuccess()
                                && !itself.getNow().isEmpty()
                                && seen.getNow().equals(itself.getNow());
                result.trySuccess(
                        Examined.failed(
                                egress, same ? Tls.UNPROVEN : Tls.TAMPERED, words(untrusted)));
            });
        });
    }

    private static String words(Throwable cause) {
        return cause instanceof FailureException failure
                ? failure.failure().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + (failure.detail().isEmpty() ? "" : ": " + Printable.of(failure.detail()))
                : "failed";
    }
}
