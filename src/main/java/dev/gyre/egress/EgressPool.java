package dev.gyre.egress;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The set of egresses now configured: an immutable snapshot, safe for all threads. No egress is in it twice.
///
/// Ranges stay ranges: a pool of 2^64 addresses takes no more memory than one of two. Of small ranges, the addresses that were taken before
/// are kept, [PoolBlocks#MOST_KEPT] at most in the whole pool.
public final class EgressPool {

    private final List<Block> blocks;
    private final BlockIndex index;
    private final Views views;
    private final FreeRanges free;
    private final Progress progress;

    /// Whether there is an egress with limits.
    private final boolean limited;

    private EgressPool(List<EgressEntry> entries, Supply supply, Progress goingOn) {
        Kinds kinds = new Kinds();
        PoolBlocks made = new PoolBlocks(entries, supply, kinds, goingOn);
        this.blocks = made.blocks();
        this.free = made.free();
        this.progress = goingOn.settled();
        this.index = new BlockIndex(blocks);
        this.views = new Views(blocks, kinds, index);
        this.limited =
                blocks.stream()
                        .anyMatch(block -> !block.kind().labels().limits().equals(Limits.NONE));
    }

    /// The pool of these entries, in their order. Where entries overlap, an egress belongs to the first that names it: it has the
    /// labels of that entry, and none of the others'.
    ///
    /// @param addresses what can be bound on the interface of a name, as [Interfaces#addresses] says
    public static EgressPool of(
            List<EgressEntry> entries, Function<String, List<AddressRange>> addresses) {
        return of(entries, Supply.of(addresses));
    }

    /// The pool of these entries, as the other method says.
    ///
    /// @param supply what the entries stand for now
    public static EgressPool of(List<EgressEntry> entries, Supply supply) {
        return of(entries, supply, PoolKey.random());
    }

    /// The pool of these entries, as the other methods say.
    ///
    /// @param key by which the addresses of prefixes are ordered, and the sessions of gateways named
    public static EgressPool of(List<EgressEntry> entries, Supply supply, PoolKey key) {
        return new EgressPool(entries, supply, Progress.begin(key));
    }

    /// The pool that comes after this one. A prefix that is still in it goes on where it is in this one, so that no address comes again
    /// before its time, and a gateway keeps its sessions.
    public EgressPool next(List<EgressEntry> entries, Supply supply) {
        return next(entries, supply, progress.key());
    }

    /// The pool that comes after this one, as the other method says; with another key it is like a first one.
    public EgressPool next(List<EgressEntry> entries, Supply supply, PoolKey key) {
        return new EgressPool(entries, supply, progress.next(key));
    }

    /// Gives an egress that is a session at a gateway a new name, if it is in this pool: the egress is not in it any more, another is
    /// in its place. Does nothing to any other.
    public void renew(Egress egress) {
        if (egress instanceof Egress.Chain chain
                && index.find(chain).orElse(null) instanceof Gateway gateway) {
            gateway.renew(chain);
        }
    }

    /// Whether a socket is to be bound to this source even when no interface has it: it is one of a prefix, or of a `source` entry of
    /// more than one address.
    public boolean bindsFreely(InetAddress source) {
        return free.include(source);
    }

    /// All such addresses, by entry.
    public List<FreeBlock> free() {
        return free.all();
    }

    /// The egresses that can get to at least one of these kinds of addresses.
    public PoolView reaching(Reach wanted) {
        return view(wanted, Narrowing.NONE);
    }

    /// The egresses that can get to at least one of these kinds of addresses, and that the narrowing admits. Views of the same
    /// egresses are the same object; one that is narrowed is forgotten when 256 others have been asked for since.
    public PoolView view(Reach wanted, Narrowing narrowing) {
        return views.of(wanted, narrowing);
    }

    /// Of [#view], the egresses that belong with this one, which need not be in the pool: those of its group, if it has one; else
    /// those of its network, which is the /24 (IPv4) or /64 (IPv6) around a source address, or around the server of a chain's last
    /// hop, or whatever chains end at a server of that name. Made anew each time, unless it is a whole group.
    public PoolView near(Egress egress, Reach wanted, Narrowing narrowing) {
        if (narrowing.source().isPresent()) {
            return view(wanted, narrowing);
        }
        Optional<String> group = labels(egress).group();
        if (group.isEmpty()) {
            return views.of(index.neighbours(egress), wanted, narrowing);
        }
        return narrowing.group().isPresent() && !narrowing.group().equals(group)
                ? views.empty()
                : view(wanted, narrowing.in(group));
    }

    /// Builds what [PoolView#hashed] needs, so that no event loop has to: some ten milliseconds for ten thousand entries.
    public void prepareHashing() {
        views.whole().filter(view -> view.size() > 0).forEach(view -> view.hashed(0, 0));
    }

    /// Whether an egress of this pool is in a pool of the same entries in another run, too: no circuit of Tor is, and no session at a
    /// gateway under a name of chance. False for one that is not in this pool.
    ///
    /// @param sameKey whether that pool has the same key
    public boolean comesAgain(Egress egress, boolean sameKey) {
        return index.find(egress)
                .filter(block ->
                        switch (block) {
                            case Sources _, Prefix _, Block.One _ -> true;
                            case Tor _ -> false;
                            case Gateway gateway ->
                                    sameKey
                                            && egress instanceof Egress.Chain chain
                                            && gateway.isFirst(chain);
                        })
                .isPresent();
    }

    /// What stands for all egresses that stand or fall with this one: those of a Tor process, which are very many. It is in the pool
    /// too, but nobody is to leave by it. Nothing for an egress that stands for itself, which costs next to nothing.
    public @Nullable Egress whole(Egress egress) {
        return egress instanceof Egress.Chain chain ? index.whole(chain) : null;
    }

    /// Any of those that an egress stands for, by [#whole]; every other stands for itself.
    public Egress anyOf(Egress egress, RandomGenerator random) {
        return egress instanceof Egress.Chain chain
                        && index.find(chain).orElse(null) instanceof Tor tor
                        && tor.whole().equals(chain)
                ? tor.any(random)
                : egress;
    }

    public boolean contains(Egress egress) {
        return index.find(egress).isPresent();
    }

    /// What the entry that an egress comes from says of it; nothing when it is not in the pool.
    public Labels labels(Egress egress) {
        return index.find(egress).map(block -> block.kind().labels()).orElse(Labels.NONE);
    }

    /// How much may pass by an egress; costs nothing as long as no entry has limits.
    public Limits limits(Egress egress) {
        return limited ? labels(egress).limits() : Limits.NONE;
    }

    /// Where the entry stands that an egress comes from, from 0; -1 when it is not in the pool.
    public int entry(Egress egress) {
        return index.find(egress).map(Block::entry).orElse(-1);
    }

    Optional<Block> block(Egress egress) {
        return index.find(egress);
    }

    Views views() {
        return views;
    }

    List<Block> blocks() {
        return blocks;
    }

    /// All blocks of egresses that lie side by side, in the order of their entries.
    public List<PoolView.Row> rows() {
        return blocks.stream().map(PoolView.Row::of).toList();
    }

    /// Egresses that lie side by side, to be counted.
    ///
    /// @param first the first of them
    /// @param size how many they are, however many
    public record Part(Egress first, BigInteger size, Labels labels) {}

    /// All parts, in the order of their entries.
    public List<Part> parts() {
        return blocks.stream()
                .map(block -> new Part(block.at(0), block.size(), block.kind().labels()))
                .toList();
    }

    /// How many egresses there are.
    public BigInteger size() {
        return blocks.stream().map(Block::size).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /// How many source addresses there are that reach exactly this.
    public BigInteger sources(Reach reach) {
        return blocks.stream()
                .filter(block -> isSource(block) && block.kind().reach().equals(reach))
                .map(Block::size)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /// The chains, in the order of the pool.
    public Stream<Egress.Chain> chains() {
        return blocks.stream()
                .flatMap(block ->
                        switch (block) {
                            case Block.One(_, _, Egress.Chain chain) -> Stream.of(chain);
                            case Gateway gateway -> gateway.chains();
                            case Block _ -> Stream.empty();
                        });
    }

    /// How many chains there are of one hop, or of several.
    public long chains(boolean ofOneHop) {
        return blocks.stream()
                .filter(block ->
                        block instanceof Block.One(_, _, Egress.Chain chain)
                                && (chain.hops().size() == 1) == ofOneHop)
                .count();
    }

    /// How many sessions at gateways there are.
    public long gatewaySessions() {
        return blocks.stream().filter(Gateway.class::isInstance).mapToLong(Block::count).sum();
    }

    /// How many Tor processes there are.
    public long tors() {
        return blocks.stream().filter(Tor.class::isInstance).count();
    }

    private static boolean isSource(Block block) {
        return switch (block) {
            case Sources _, Prefix _ -> true;
            case Gateway _, Tor _ -> false;
            case Block.One one -> one.egress() instanceof Egress.Direct;
        };
    }

    @Override
    public String toString() {
        return blocks.toString();
    }
}
