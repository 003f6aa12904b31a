package io.potpool.redis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The server that the environment names: a binary to start, or host:port of one that runs. */
final class NamedServer {

    private NamedServer() {}

    /** Returns how it is reached; where none is named, the test is skipped with a line. */
    static RedisConnection connection() {
        Optional<String> named = Binaries.named();
        Assumptions.assumeTrue(named.isPresent(), Binaries.NAMED + " names no server");
        Path binary = Path.of(named.orElseThrow());
        if (Files.isExecutable(binary)) {
            return Stores.to(Stores.shared(binary));
        }
        String[] parts = named.orElseThrow().split(":", 2);
        return RedisConnection.of(new RedisServers.Standalone(new RedisAddress(parts[0], Integer.parseInt(parts[1]))));
    }
}
