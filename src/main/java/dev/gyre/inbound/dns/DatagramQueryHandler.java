package dev.gyre.inbound.dns;

import dev.gyre.dns.ClientQuery;
import dev.gyre.dns.Received;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Answers questions that come as datagrams, from the address that they came to. Their source may be forged, unless it is loopback: only
/// those who may ask are answered, no reply is larger than a datagram of 1,232 octets, and who seems to ask for very many gets replies
/// that are no larger than the question, to ask over a stream, where nobody can pretend to be another.
final class DatagramQueryHandler extends SimpleChannelInboundHandler<DatagramPacket> {

    private static final long SWEEP_SECONDS = 10;

    private final NameDesk desk;
    private final DnsListening rules;
    private final OpenQuestions open;
    private final DatagramClients clients;

    /// What is being asked: a client that is impatient sends a question again, which is no other.
    private final Set<Waiting> waiting = new HashSet<>();

    private record Waiting(InetSocketAddress client, int id, String name, String type) {}

    DatagramQueryHandler(
            NameDesk desk, DnsListening rules, OpenQuestions open, DatagramClients clients) {
        this.desk = desk;
        this.rules = rules;
        this.open = open;
        this.clients = clients;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Future<?> sweep =
                ctx.executor()
                        .scheduleWithFixedDelay(
                                () -> clients.forget(System.nanoTime()),
                                SWEEP_SECONDS,
                                SWEEP_SECONDS,
                                TimeUnit.SECONDS);
        ctx.channel()
                .closeFuture()
                .addListener(_ -> {
                    sweep.cancel(false);
                    clients.forgetAll();
                });
        ctx.fireChannelActive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
        InetSocketAddress from = packet.sender();
        if (from.getPort() == 0 || !rules.serves(from.getAddress())) {
            return;
        }
        byte[] octets = ByteBufUtil.getBytes(packet.content());
        switch (desk.service().receive(octets, true)) {
            case Received.Nothing() -> {}
            case Received.Answered(byte[] reply, Optional<ClientQuery> query) -> {
                boolean told = mayBeTold(from);
                if (told) { // or who pretends to be others could fill the log
                    query.ifPresent(asks -> desk.note(from.getAddress(), asks, reply));
                }
                send(
                        ctx,
                        from,
                        told || reply.length <= octets.length
                                ? reply
                                : query.map(desk.service()::overStream).orElse(reply));
            }
            case Received.Known(ClientQuery query, byte[] reply) ->
                    send(
                            ctx,
                            from,
                            mayBeTold(from)
                                    ? desk.judged(clients.of(from.getAddress()), query, reply)
                                    : desk.service().overStream(query));
            case Received.Asked(ClientQuery query) ->
                    clients.asks(from.getAddress(), System.nanoTime())
                            .ifPresentOrElse(
                                    client -> ask(ctx, from, client, query),
                                    () -> send(ctx, from, desk.service().overStream(query)));
        }
    }

    private boolean mayBeTold(InetSocketAddress from) {
        return clients.mayBeTold(from.getAddress(), System.nanoTime());
    }

    private void ask(
            ChannelHandlerContext ctx,
            InetSocketAddress from,
            DnsClient client,
            ClientQuery query) {
        Waiting asked = new Waiting(from, query.id(), query.name(), query.type());
        if (waiting.contains(asked)) {
            return;
        }
        Place place = open.take(from.getAddress()).orElse(null);
        if (place == null) {
            send(ctx, from, desk.tooMany(client, query));
            return;
        }
        waiting.add(asked);
        desk.ask(
                client,
                query,
                place,
                ctx.channel().closeFuture(),
                ctx.channel().eventLoop(),
                reply -> {
                    waiting.remove(asked);
                    send(ctx, from, reply).addListener(_ -> place.written());
                });
    }

    private static Future<Void> send(
            ChannelHandlerContext ctx, InetSocketAddress to, byte[] reply) {
        // When the system takes no more, a reply is lost as it might be on the way.
        return ctx.channel().isWritable()
                ? ctx.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(reply), to))
                : ctx.newSucceededFuture();
    }

    /// The socket serves all others, too: it stays open.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        desk.defects().ends(cause);
    }
}
