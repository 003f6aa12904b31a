package io.potpool.launcher.command;

import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.ConfigResult;
import io.potpool.launcher.config.Finding;
import io.potpool.launcher.config.PoolConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** The config file that a command is given. */
final class ConfigArgument {

    @Parameters(paramLabel = "FILE", description = "The config file; data/ lies beside it.")
    private Path file = Path.of("config.json");

    ConfigArgument() {}

    /** For commands that have more than this argument. */
    ConfigArgument(Path file) {
        this.file = file;
    }

    ConfigResult read() {
        return new ConfigReader(System.getenv()).read(file);
    }

    /** Returns the config, or prints all errors. */
    Optional<PoolConfig> orErrors(ConfigResult result, PrintWriter err) {
        for (Finding error : result.errors()) {
            err.println("ERROR " + file + ": " + error);
        }
        if (!result.errors().isEmpty()) {
            err.println(file + ": " + result.errors().size() + " error(s); nothing was started");
        }
        return result.config();
    }
}
