package dev.gyre.dns;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import org.xbill.DNS.Message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// The servers that one look-up asks: all, until one gives an answer that must not be believed. Another may not lie.
///
/// **Threads:** all on the event loop.
final class Trusted {

    private final Visit visit;
    private final BiFunction<Question, List<NameServer>, Future<Asking.Got>> asking;
    private final List<NameServer> left;

    /// As many as one look-up has questions.
    private final Map<Question, NameServer> answered = new HashMap<>();

    /// @param asking has a question answered by one of these servers
    Trusted(Visit visit, BiFunction<Question, List<NameServer>, Future<Asking.Got>> asking) {
        this.visit = visit;
        this.asking = asking;
        this.left = new ArrayList<>(visit.servers());
    }

    Future<Message> ask(Question question) {
        Promise<Message> message = visit.loop().newPromise();
        asking.apply(question, List.copyOf(left))
                .addListener(
                        (FutureListener<Asking.Got>)
                                done -> {
                                    if (done.isSuccess()) {
                                        answered.put(question, done.getNow().server());
                                        message.trySuccess(done.getNow().message());
                                    } else {
                                        message.tryFailure(done.cause());
                                    }
                                });
        return message;
    }

    /// Asks who answered this no more.
    ///
    /// @return whether there is another
    boolean distrust(Question question) {
        NameServer liar = answered.get(question);
        return liar != null && left.size() > 1 && left.remove(liar);
    }
}
