package dev.gyre.health;

/// How an egress did of late: its faults in a row, and among its last uses. Guarded by who owns it.
final class Outcomes {

    /// The longest window.
    static final int MOST = 64;

    private final Rules rules;

    /// The last uses, the newest in the lowest bit; faults are ones.
    private long faults;

    private int uses;
    private int row;

    Outcomes(Rules rules) {
        this.rules = rules;
    }

    void worked() {
        row = 0;
        add(0);
    }

    void failed() {
        row++;
        add(1);
    }

    private void add(long fault) {
        faults = faults << 1 | fault;
        uses = Math.min(uses + 1, rules.settings().window());
    }

    /// Whether it failed as often as it takes to be out.
    boolean areTooBad() {
        HealthSettings settings = rules.settings();
        return row >= settings.failures()
                || (uses >= settings.window()
                        && inWindow() * 100 >= settings.rate() * settings.window());
    }

    /// Whether there is no fault in the window.
    boolean areClean() {
        return row == 0 && inWindow() == 0;
    }

    private int inWindow() {
        return Long.bitCount(faults & (-1L >>> (MOST - rules.settings().window())));
    }

    void forget() {
        faults = 0;
        uses = 0;
        row = 0;
    }
}
