package io.potpool.launcher.health;

import io.potpool.PoolHealth;
import io.potpool.spool.SpoolState;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a pool's health as one line of JSON. */
final class HealthJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private HealthJson() {}

    static String of(PoolHealth health) {
        ObjectNode root = JSON.createObjectNode();
        root.put("status", health.status().name());
        ArrayNode findings = root.putArray("findings");
        for (PoolHealth.Finding finding : health.findings()) {
            findings.addObject()
                    .put("name", finding.name())
                    .put("status", finding.status().name())
                    .put("text", finding.text());
        }
        health.spool()
                .ifPresentOrElse(state -> fill(root.putObject("spool"), state, health), () -> root.putNull("spool"));
        root.put("version", health.version());
        return JSON.writeValueAsString(root);
    }

    private static void fill(ObjectNode spool, SpoolState state, PoolHealth health) {
        spool.put("shares", state.shares());
        spool.put("bytes", state.bytes());
        spool.put("since", health.spooledSince().map(Instant::toString).orElse(null));
    }
}
