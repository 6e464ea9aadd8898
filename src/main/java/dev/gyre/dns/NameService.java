package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

import java.util.List;
import java.util.Optional;

/// Answers clients that speak DNS: octets in, octets out. Has neither sockets nor a memory of its own; safe for all threads.
public final class NameService {

    private final Finder finder;
    private final AddressRule rule;

    NameService(Finder finder, AddressRule rule) {
        this.finder = finder;
        this.rule = rule;
    }

    /// Over a resolver.
    ///
    /// @param rule which addresses clients may learn
    public static NameService of(NettyResolver resolver, AddressRule rule) {
        return new NameService(resolver, rule);
    }

    /// Reads what a client sent. Throws nothing, whatever it is.
    ///
    /// @param octets a whole message, without the length that is before it in a stream
    /// @param datagram whether it came as one; the reply is to go the same way
    public Received receive(byte[] octets, boolean datagram) {
        Received received = ClientQueryReader.read(octets, datagram);
        return received instanceof Received.Asked(ClientQuery query)
                ? finder.known(query.asked(), query.question().getType())
                        .<Received>map(known ->
                                new Received.Known(query, reply(query, known, AddressRule.ANY)))
                        .orElse(received)
                : received;
    }

    /// The reply to a question of which the answer is known, if it still is.
    ///
    /// @param more which addresses this client may learn, of those that any may
    public Optional<byte[]> known(ClientQuery query, AddressRule more) {
        return finder.known(query.asked(), query.question().getType())
                .map(known -> reply(query, known, more));
    }

    /// The reply that has the client ask over a stream; no larger than the question.
    public byte[] overStream(ClientQuery query) {
        return ClientReply.cut(query, Rcode.NOERROR);
    }

    /// Has a question answered.
    ///
    /// @param route by which name servers are asked, if they have to be
    /// @param more which addresses this client may learn, of those that any may
    /// @param loop on which listeners of the future are called, and addresses judged
    /// @return the octets of the reply, the caller's; done at once when nobody was asked; fails with a [FailureException], for which
    ///     [#failure] has a reply
    public Future<byte[]> answer(ClientQuery query, Route route, AddressRule more, EventLoop loop) {
        Promise<byte[]> reply = loop.newPromise();
        finder.find(query.asked(), query.question().getType(), route, loop)
                .addListener(
                        (FutureListener<Finding>)
                                done -> {
                                    if (!done.isSuccess()) {
                                        reply.tryFailure(done.cause());
                                        return;
                                    }
                                    try {
                                        reply.trySuccess(reply(query, done.getNow(), more));
                                    } catch (RuntimeException fault) {
                                        reply.tryFailure(
                                                new FailureException(
                                                        Failure.INTERNAL, fault.toString()));
                                    }
                                });
        return reply;
    }

    /// The reply to a question that could not be answered.
    public byte[] failure(ClientQuery query, Throwable cause) {
        ReasonCode reason = ReasonCode.of(cause);
        return ClientReply.refusal(query, reason.rcode(), Optional.of(reason.option()));
    }

    private byte[] reply(ClientQuery query, Finding finding, AddressRule more) {
        List<Record> answers =
                new AllowedRecords(rule.and(more)).of(query.name(), finding.answers());
        boolean whole = answers.equals(finding.answers());
        return ClientReply.of(
                query,
                finding.rcode(),
                Lifetimes.atMost(finding.ttl(), answers),
                Lifetimes.atMost(finding.ttl(), finding.authority()),
                finding.secure() && whole,
                whole
                        ? Optional.empty()
                        : Optional.of(
                                new ExtendedErrorCodeOption(ExtendedErrorCodeOption.BLOCKED)));
    }
}
