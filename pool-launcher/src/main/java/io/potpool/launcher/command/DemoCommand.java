package io.potpool.launcher.command;

import io.potpool.launcher.Shutdown;
import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.demo.Demo;
import io.potpool.launcher.demo.DemoResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Runs the demonstration. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs a whole pool on this machine, to try it out.",
            "A simulated chain with real Ethash, three miners that really hash, and between them the pool with its"
                    + " store. Nothing leaves the machine, nothing stays on it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  potpool demo                    until Ctrl-C",
            "  potpool demo --for 60s --json   for a minute; the last line is the result as JSON"
        })
final class DemoCommand implements Callable<Integer> {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Time.class,
            description = "How long, such as 60s or 5m; until Ctrl-C if not given.")
    private Duration time = FOR_EVER;

    @Option(
            names = "--json",
            description = "Print the result as one JSON object; everything else goes to standard error.")
    private boolean json;

    @Option(names = "--port", paramLabel = "N", description = "Where miners connect; a free port if not given.")
    private int port;

    /** Reads spans of time as the config does. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return ConfigReader.duration(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (json) {
            Logs.toStandardError();
        }
        Logs.onlyWarnings();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Shutdown shutdown = Shutdown.install(STOP_PATIENCE);
        try {
            DemoResult result = new Demo(json ? err : out).run(port, time, shutdown);
            out.println(json ? result.toJson() : result.inWords());
            out.flush();
            return shutdown.finish(result.audit().ok() ? 0 : 1);
        } catch (IOException | RuntimeException | Error failure) {
            err.println("potpool: " + Failures.inWords(failure));
            err.flush();
            return shutdown.finish(1);
        }
    }
}
