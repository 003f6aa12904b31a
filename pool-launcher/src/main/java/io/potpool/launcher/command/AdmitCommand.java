package io.potpool.launcher.command;

import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.metrics.Metrics;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has the batches of a spool paid that came back so late that the store refuses them. */
@Command(
        name = "admit",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Has the batches of a journal paid although the store cannot tell any more which of their shares it has paid"
                    + " already: a spool that came back later than 30 days after its instance was removed.",
            "A share that its miner had also sent to another instance is then paid twice. The log of the instance names the"
                    + " journal. Stop a pool on the embedded store first; with Redis the instance goes on by itself."
        },
        footerHeading = "%nExamples:%n",
        footer = "  potpool admit 00112233445566778899aabbccddeeff config.json")
final class AdmitCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "JOURNAL", description = "The journal's id, 32 hexadecimal digits.")
    private String journal = "";

    @Parameters(index = "1", paramLabel = "FILE", defaultValue = "config.json", description = "The config file.")
    private Path file = Path.of("config.json");

    @Override
    public Integer call() {
        Logs.toStandardError();
        Logs.onlyWarnings();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        JournalId id;
        try {
            id = JournalId.parse(journal);
        } catch (IllegalArgumentException wrong) {
            err.println("potpool: not the id of a journal: " + journal);
            return 2;
        }
        ConfigArgument config = new ConfigArgument(file);
        Optional<PoolConfig> good = config.orErrors(config.read(), err);
        if (good.isEmpty()) {
            return 2;
        }
        try (PoolStore store = new StoreOpening(good.get(), new Metrics()).open()) {
            store.shares().admit(id).toCompletableFuture().join();
            out.println("admitted: from now on the batches of journal " + id + " are paid however late they come");
            return 0;
        } catch (IOException | RuntimeException failure) {
            Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
            err.println("potpool: " + Failures.inWords(cause));
            return 1;
        }
    }
}
