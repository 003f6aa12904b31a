package io.potpool.launcher.command;

import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.config.RedisConfig;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.metrics.Metrics;
import io.potpool.redis.RedisStore;
import io.potpool.spi.InstanceView;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes an instance that is gone for good off the register of the shared store. */
@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Takes an instance off the register, so that the others need not wait for it any more: while a registered"
                    + " instance is silent, no terms change.",
            "Only for one that has died and will not come back; one that is heard of again within seconds is refused."
                    + " What is in its spool is still taken when it starts again within 30 days."
        },
        footerHeading = "%nExamples:%n",
        footer = "  potpool forget eu-2 config.json   by its name, or by its id where two have one name")
final class ForgetCommand implements Callable<Integer> {

    /** An instance that runs is heard of every second. */
    private static final Duration ALIVE = Duration.ofSeconds(30);

    private static final long LISTEN_MILLIS = 5000;
    private static final long LOOK_MILLIS = 500;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "NAME", description = "The name of the instance, or its id.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", defaultValue = "config.json", description = "The config file.")
    private Path file = Path.of("config.json");

    @Option(names = "--running", description = "Also an instance that runs: it then ends, with exit code 1.")
    private boolean running;

    @Override
    public Integer call() throws InterruptedException {
        Logs.toStandardError();
        Logs.onlyWarnings();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ConfigArgument config = new ConfigArgument(file);
        Optional<PoolConfig> good = config.orErrors(config.read(), err);
        if (good.isEmpty()) {
            return 2;
        }
        Optional<RedisConfig> redis = good.get().redis();
        if (redis.isEmpty()) {
            err.println(
                    "potpool: the config has no \"redis\": the embedded store has one instance, which needs no forgetting");
            return 2;
        }
        try (RedisStore store =
                RedisStore.open(new StoreOpening(good.get(), new Metrics()).redisSettings(redis.get()))) {
            return run(store, out, err);
        } catch (RuntimeException failure) {
            Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
            err.println("potpool: " + Failures.inWords(cause));
            return 1;
        }
    }

    private int run(RedisStore store, PrintWriter out, PrintWriter err) throws InterruptedException {
        List<InstanceView> all = store.instances().all();
        List<InstanceView> meant = all.stream()
                .filter(view -> view.instance().name().equals(name)
                        || view.instance().id().toString().equals(name))
                .toList();
        if (meant.size() != 1) {
            err.println("potpool: " + (meant.isEmpty() ? "no" : "more than one") + " registered instance is called "
                    + name + "; registered are:");
            all.forEach(view -> err.println("  " + words(view)));
            return 1;
        }
        InstanceView one = meant.get(0);
        boolean recent = Duration.between(one.at(), Instant.now()).compareTo(ALIVE) < 0;
        if (recent && !running && isHeardAgain(store, one)) {
            err.println("potpool: " + name + " runs: it confirms every second, and once forgotten it would end;"
                    + " stop it instead, or say --running");
            return 1;
        }
        store.forget(one.instance().id()).toCompletableFuture().join();
        out.println("forgotten: " + words(one));
        if (recent) {
            err.println("potpool: it was heard of a moment ago: if it still runs, it ends, and is to be started again");
        }
        return 0;
    }

    /** Waits some seconds for the next confirmation of an instance that may have died a moment ago. */
    private static boolean isHeardAgain(RedisStore store, InstanceView before) throws InterruptedException {
        for (long waited = 0; waited < LISTEN_MILLIS; waited += LOOK_MILLIS) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            if (store.instances().all().stream()
                    .anyMatch(
                            now -> now.instance().id().equals(before.instance().id())
                                    && now.at().isAfter(before.at()))) {
                return true;
            }
        }
        return false;
    }

    private static String words(InstanceView view) {
        return view.instance().name() + "  id " + view.instance().id() + "  version "
                + view.instance().version() + "  last heard of at " + view.at();
    }
}
