package dev.gyre.soak;

import java.util.concurrent.atomic.AtomicInteger;

/// One request or tunnel, from its sending to its one outcome.
final class Errand {

    enum Outcome {
        /// The answer is this request's own, and whole.
        RIGHT,
        /// The proxy says that it failed, and why.
        ERROR,
        /// What came was visibly not the whole.
        CUT,
        /// The client left by itself.
        GAVE_UP,
        /// None of these: a mistake of the proxy.
        FAILED
    }

    final String id;
    final String proxy;
    final String method;
    final Manner manner;
    final int size;

    /// Whether the client keeps to the rules and stays.
    final boolean honest;

    final AtomicInteger arrivals = new AtomicInteger();

    /// Whether a hop has cut the connection by which it went.
    volatile boolean blamed;

    Errand(String id, String proxy, String method, Manner manner, int size, boolean honest) {
        this.id = id;
        this.proxy = proxy;
        this.method = method;
        this.manner = manner;
        this.size = size;
        this.honest = honest;
    }

    /// What the target answers it with.
    byte[] content() {
        return method.equals("HEAD") ? new byte[0] : Content.of(id, size);
    }

    String path() {
        return "/" + manner + "/" + id + "/" + size;
    }

    @Override
    public String toString() {
        return method
                + " "
                + path()
                + " by "
                + proxy
                + (honest ? "" : ", dishonest")
                + (blamed ? ", cut by a hop" : "")
                + ", arrived "
                + arrivals.get()
                + "x";
    }
}
