package dev.gyre.outbound;

import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.DeniedException;
import dev.gyre.dns.AddressRule;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;

/// What rules say of the addresses in one answer to a client's question: those that the client could not have connected to are left out. On
/// one thread.
public final class JudgedAddresses implements AddressRule {

    private final Function<InetAddress, Optional<Denial>> rules;
    private @Nullable Denial refused;
    private boolean some;

    /// @param rules which of them is against an address
    public JudgedAddresses(Function<InetAddress, Optional<Denial>> rules) {
        this.rules = rules;
    }

    @Override
    public boolean allows(String name, InetAddress address) {
        Optional<Denial> denial = rules.apply(address);
        if (denial.isEmpty()) {
            some = true;
        } else {
            refused = denial.get();
        }
        return denial.isEmpty();
    }

    /// Why none is left of those that there were.
    public Optional<DeniedException> refusal() {
        Denial last = refused;
        return some || last == null ? Optional.empty() : Optional.of(new DeniedException(last));
    }
}
