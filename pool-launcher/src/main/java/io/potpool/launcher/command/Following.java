package io.potpool.launcher.command;

import io.potpool.launcher.Shutdown;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.migrate.FollowControl;
import io.potpool.launcher.migrate.FollowOptions;
import io.potpool.launcher.migrate.ImportReport;
import io.potpool.launcher.migrate.Imports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Model.CommandSpec;

/** Runs an import that follows an old pool, until its cut-over or a signal. */
final class Following implements FollowControl {

    private static final Duration STOP_PATIENCE = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofMillis(200);

    private final PoolConfig config;
    private final Imports.Wanted wanted;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Shutdown shutdown = Shutdown.install(STOP_PATIENCE);
    private final AtomicBoolean asked = new AtomicBoolean();

    Following(CommandSpec spec, PoolConfig config, Imports.Wanted wanted) {
        this.config = config;
        this.wanted = wanted;
        this.out = spec.commandLine().getOut();
        this.err = spec.commandLine().getErr();
    }

    int run(Optional<Duration> cutOverAfter) {
        Thread reader = new Thread(this::listen, "potpool-console");
        reader.setDaemon(true);
        reader.start();
        say(cutOverAfter
                .map(time -> "following; the import is made once the old pool was seen stopped for " + time.toSeconds()
                        + " s, or when you type now and Enter")
                .orElse("following; stop the old pool, then type now and Enter to import"));
        try {
            FollowOptions options = new FollowOptions(cutOverAfter, FollowOptions.USUAL.every());
            Optional<ImportReport> report = new Imports(config, this::say).follow(wanted, options, this);
            report.ifPresentOrElse(
                    done -> done.lines().forEach(out::println),
                    () -> say("stopped before the cut-over: nothing of the ledger was written; what was copied stays,"
                            + " start again to go on"));
            out.flush();
            return shutdown.finish(0);
        } catch (IOException | RuntimeException failure) {
            err.println("potpool: " + Failures.inWords(failure));
            err.flush();
            return shutdown.finish(1);
        }
    }

    private void say(String line) {
        err.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + line);
        err.flush();
    }

    private void listen() {
        try (BufferedReader console = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line = console.readLine();
            while (line != null) {
                if (line.strip().equals("now")) {
                    asked.set(true);
                }
                line = console.readLine();
            }
        } catch (IOException closed) {
            say("nothing more can be typed: " + closed.getMessage());
        }
    }

    @Override
    public boolean stopped() {
        return shutdown.signalled() || Thread.currentThread().isInterrupted();
    }

    @Override
    public boolean asked() {
        return asked.getAndSet(false);
    }

    @Override
    public void pause(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (!asked.get() && System.nanoTime() < end && !shutdown.await(STEP)) {
                // the next look
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
