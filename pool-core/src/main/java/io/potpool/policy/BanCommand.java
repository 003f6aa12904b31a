package io.potpool.policy;

import io.potpool.metrics.Metrics;
import io.potpool.spi.Ban;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a program outside of bans: by an argument vector, without a shell, on threads of its own, for 5 s at most each. */
final class BanCommand implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BanCommand.class);
    private static final int BOUND = 64;
    private static final long PATIENCE_SECONDS = 5;
    private static final long IDLE_SECONDS = 10;

    private final List<String> arguments;
    private final Metrics metrics;
    private final ThreadPoolExecutor workers;

    BanCommand(List<String> arguments, int threads, Metrics metrics) {
        this.arguments = arguments;
        this.metrics = metrics;
        this.workers = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(BOUND), task -> {
                    Thread thread = new Thread(task, "potpool-ban-command");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    void tell(Ban ban, Duration time) {
        if (arguments.isEmpty()) {
            return;
        }
        List<String> command = arguments.stream()
                .map(argument -> argument.replace("{origin}", ban.origin().toString())
                        .replace("{seconds}", String.valueOf(Math.max(1, time.toSeconds()))))
                .toList();
        try {
            workers.execute(() -> run(command));
        } catch (RejectedExecutionException full) {
            metrics.count("policy.command{dropped}");
        }
    }

    private void run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                failed("timeout", command, "is not done after " + PATIENCE_SECONDS + " s and was ended");
            } else if (process.exitValue() != 0) {
                failed("failed", command, "exit code " + process.exitValue());
            } else {
                metrics.count("policy.command{done}");
            }
        } catch (IOException failure) {
            failed("failed", command, String.valueOf(failure.getMessage()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(String how, List<String> command, String why) {
        metrics.count("policy.command{" + how + "}");
        LOG.warn("the ban is in force here, but {} did not take it: {}", command, why);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
