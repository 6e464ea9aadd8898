package dev.gyre.app;

import dev.gyre.app.upkeep.FileStamps;
import dev.gyre.config.PoolFile;
import dev.gyre.observe.ExchangeLog;
import dev.gyre.observe.LineLog;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// Runs the proxy for a person at a terminal, or for a supervisor.
public final class Launcher {

    /// It failed while running.
    private static final int FAILED = 1;

    /// The pool file is at fault.
    private static final int CONFIG = 2;

    private final PrintWriter out;
    private final PrintWriter err;

    public Launcher(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /// Runs until the process is told to end, by SIGTERM or Ctrl-C: then finishes what runs, and ends the process with code 0. A
    /// second signal ends it at once.
    ///
    /// @param source to read the file again from
    /// @param file as it was read
    /// @param verbose whether to print a line for each request
    /// @return the exit code when it could not start
    public int run(PoolSource source, PoolFile file, boolean verbose) {
        LineLog notices = new LineLog(err);
        LineLog lines = verbose ? new LineLog(out) : null;
        try {
            FileStamps asRead = source.stamps(file);
            ProxyServer proxy =
                    ProxyServer.startAgain(
                            file,
                            ProxyServer.systemTrust(),
                            lines == null ? ExchangeLog.NONE : lines,
                            notices);
            Upkeep upkeep = Upkeep.start(source, file, asRead, proxy, notices);
            Runnable end =
                    () -> {
                        upkeep.close();
                        stop(proxy, proxy.shutdown(), notices);
                        if (lines != null) {
                            lines.close();
                        }
                        notices.close();
                        Runtime.getRuntime().halt(0);
                    };
            Signals.onEnd(end);
            Signals.onHangup(upkeep::hangUp);
            // Whatever else ends a JVM.
            Runtime.getRuntime().addShutdownHook(new Thread(proxy::close, "stop"));
            out.println(StartMessage.of(proxy));
            out.flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException failed) {
            err.println("gyre: " + failed.getMessage());
            return FAILED;
        } catch (NoEgressException empty) {
            err.println("gyre: " + empty.getMessage());
            return CONFIG;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static void stop(ProxyServer proxy, Duration time, LineLog notices) {
        notices.notice("stopping");
        int cut = proxy.drain(time);
        proxy.close();
        notices.notice(
                cut == 0
                        ? "stopped"
                        : "stopped; "
                                + cut
                                + (cut == 1 ? " connection was" : " connections were")
                                + " cut");
    }
}
