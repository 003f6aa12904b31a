package io.potpool.launcher.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** Where the tests have a redis-server from. */
public final class RedisServers {

    private static final String NAMED = "POOL_TEST_REDIS";
    private static final String REQUIRED = "POOL_TEST_REQUIRE_SERVERS";
    private static final Path USUAL = Path.of("/usr/bin/redis-server");
    private static final Optional<Path> BINARY = find();

    private RedisServers() {}

    private static Optional<Path> find() {
        String named = System.getenv(NAMED);
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named)).filter(RedisServers::works);
        }
        return Optional.of(USUAL).filter(RedisServers::works).or(RedisServers::bundled);
    }

    private static Optional<Path> bundled() {
        try {
            return Optional.of(ExecutableProvider.newJarResourceProvider().get().toPath())
                    .filter(RedisServers::works);
        } catch (IOException | RuntimeException none) {
            return Optional.empty();
        }
    }

    private static boolean works(Path binary) {
        try {
            Process version = new ProcessBuilder(binary.toString(), "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return Files.isExecutable(binary) && version.waitFor(20, TimeUnit.SECONDS) && version.exitValue() == 0;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns the binary; where there is none the test is skipped with a line, or fails where servers are required. */
    static Path binary() {
        boolean required = Boolean.parseBoolean(System.getenv(REQUIRED));
        if (required && BINARY.isEmpty()) {
            throw new IllegalStateException(REQUIRED + " is true, but there is no redis-server: set " + NAMED);
        }
        assumeTrue(BINARY.isPresent(), "no redis-server starts on this machine; " + NAMED + " names one");
        return BINARY.orElseThrow();
    }
}
