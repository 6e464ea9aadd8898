package dev.gyre.app;

import dev.gyre.app.upkeep.FileStamps;
import dev.gyre.config.PoolFile;
import dev.gyre.observe.ExchangeLog;
import dev.gyre.observe.LineLog;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
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
    /// @param account as whom to go on once it listens, if that is said
    /// @return the exit code when it could not start
    public int run(PoolSource source, PoolFile file, boolean verbose, Optional<Account> account) {
        LineLog notices = new LineLog(err);
        LineLog lines = verbose ? new LineLog(out) : null;
        try {
            FileStamps asRead = source.stamps(file);
            ProxyServer proxy =
                    ProxyServer.startAgain(
                            file,
                            ProxyServer.systemTrust(),
                            lines == null ? ExchangeLog.NONE : lines,
                            notices,
                            account);
            // Whatever ends the JVM from now on.
            Runtime.getRuntime().addShutdownHook(new Thread(proxy::close, "stop"));
            if (account.isEmpty() && Privileges.areRoots()) {
                notices.notice(
                        "running as root; `gyre run --user NAME` gives root's rights up once it"
                                + " listens");
            }
            Cautions.of(file, source.file()).forEach(notices::notice);
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
            out.println(StartMessage.of(proxy));
            out.flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException failed) {
            return ended(notices, failed, FAILED);
        } catch (NoEgressException empty) {
            return ended(notices, empty, CONFIG);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private int ended(LineLog notices, Exception why, int code) {
        notices.close(); // what it was told before comes before
        err.println("gyre: " + why.getMessage());
        return code;
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
