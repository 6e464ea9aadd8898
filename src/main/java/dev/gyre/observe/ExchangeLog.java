package dev.gyre.observe;

/// Is told what became of each request and tunnel. Called on event loops, so that it must not block; nothing is recorded unless
/// the operator asks for it.
@FunctionalInterface
public interface ExchangeLog {

    /// Forgets everything.
    ExchangeLog NONE = _ -> {};

    void ended(ExchangeRecord exchange);
}
