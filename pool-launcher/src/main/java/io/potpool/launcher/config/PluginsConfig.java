package io.potpool.launcher.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of the pool that come from jars in {@code plugins/}, by the ids of their providers; what is empty is the
 * pool's own.
 *
 * @param store instead of the embedded store
 * @param nodeClient instead of the client over HTTP
 * @param transports besides the stratum server
 * @param settings each plugin's own settings by its id
 */
public record PluginsConfig(
        Optional<String> store,
        Optional<String> nodeClient,
        Optional<String> jobManager,
        Optional<String> accessPolicy,
        List<String> transports,
        List<String> shareListeners,
        List<String> blockListeners,
        Map<String, Map<String, String>> settings) {

    /** No plugins. */
    public static final PluginsConfig NONE = new PluginsConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Map.of());

    /** Returns the settings of a plugin. */
    public Map<String, String> settingsOf(String id) {
        return settings.getOrDefault(id, Map.of());
    }

    /** Leaves the settings out: they may hold secrets. */
    @Override
    public String toString() {
        return "plugins " + store + nodeClient + jobManager + accessPolicy + transports + shareListeners
                + blockListeners;
    }
}
