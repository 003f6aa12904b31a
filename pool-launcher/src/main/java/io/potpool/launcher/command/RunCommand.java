package io.potpool.launcher.command;

import io.potpool.Pool;
import io.potpool.launcher.Shutdown;
import io.potpool.launcher.config.ConfigResult;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.health.HealthServer;
import io.potpool.launcher.pool.PoolAssembly;
import io.potpool.spi.RemovalCause;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves miners until a signal comes, or until the store does not count this instance any more. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Serves miners as the config says, until SIGTERM or Ctrl-C.",
            "Shares under way are then answered and committed before the process ends."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  potpool run /etc/potpool/config.json",
            "  potpool run --accept-chain config.json   once, after the chain fell back by more than 7 blocks"
        })
final class RunCommand implements Callable<Integer> {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigArgument config = new ConfigArgument();

    @Option(
            names = "--accept-chain",
            description = "Take the chain as the nodes show it now, even if it is far below what was mined before.")
    private boolean acceptChain;

    @Option(
            names = "--new-terms",
            description = "Take the config's default terms for the whole pool, from the next height on, although other"
                    + " instances run under others. Without it such a start is refused.")
    private boolean newTerms;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        ConfigResult result = config.read();
        Optional<PoolConfig> good = config.orErrors(result, err);
        if (good.isEmpty()) {
            return 2;
        }
        if (!good.get().serves()) {
            err.println("potpool: proxy.enabled or proxy.stratum.enabled is false: there is nothing to run");
            return 2;
        }
        if (good.get().debug()) {
            Logs.details();
        }
        return serve(good.get(), result, err);
    }

    private int serve(PoolConfig pool, ConfigResult result, PrintWriter err) throws InterruptedException {
        Shutdown shutdown = Shutdown.install(STOP_PATIENCE);
        Banner banner = new Banner(Version.text(), pool);
        result.warnings().forEach(banner::warning);
        banner.starting();
        Optional<RemovalCause> removed;
        try (Pool running = new PoolAssembly(pool).assemble(acceptChain, newTerms, List.of())) {
            removed = serve(running, pool, shutdown, banner);
        } catch (IOException | RuntimeException | Error failure) {
            err.println("potpool: " + Failures.inWords(failure));
            err.flush();
            return shutdown.finish(1);
        }
        banner.stopped();
        removed.ifPresent(cause -> {
            err.println("potpool: the instance \"" + pool.name() + "\" has ended and is to be started again: "
                    + cause.inWords());
            err.flush();
        });
        return shutdown.finish(removed.isPresent() ? 1 : 0);
    }

    /** Returns why the pool has ended, if it was not for a signal. Its health is told also while it starts and stops. */
    private static Optional<RemovalCause> serve(Pool pool, PoolConfig config, Shutdown shutdown, Banner banner)
            throws IOException, InterruptedException {
        CompletableFuture<RemovalCause> removal =
                pool.removal().whenComplete((cause, none) -> shutdown.request()).toCompletableFuture();
        Optional<HealthServer> health = health(pool, config);
        try {
            health.map(HealthServer::address).ifPresent(banner::health);
            pool.start();
            banner.started(pool.stats());
            shutdown.await();
            banner.stopping();
            pool.close();
        } finally {
            health.ifPresent(HealthServer::close);
        }
        return Optional.ofNullable(removal.getNow(null));
    }

    private static Optional<HealthServer> health(Pool pool, PoolConfig config) throws IOException {
        return config.health().isEmpty()
                ? Optional.empty()
                : Optional.of(HealthServer.start(config.health().get().toSocketAddress(), pool::health));
    }
}
