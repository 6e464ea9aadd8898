package dev.gyre.cli;

import dev.gyre.audit.Progress;

import java.io.PrintWriter;

/// How far an audit is, in one line of a terminal that is written again and again.
final class Meter implements Progress, AutoCloseable {

    private static final int WIDTH = 78;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter out;

    Meter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void step(int done, int total, String now) {
        String line = done + "/" + total + "  " + now;
        out.print(CLEAR + line.substring(0, Math.min(line.length(), WIDTH)));
        out.flush();
    }

    /// Takes the line away.
    @Override
    public void close() {
        out.print(CLEAR);
        out.flush();
    }
}
