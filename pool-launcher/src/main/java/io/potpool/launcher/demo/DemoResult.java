package io.potpool.launcher.demo;

import io.potpool.PoolStats;
import io.potpool.spi.AuditReport;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a demonstration came to: the pool's counts and the audit of its store.
 *
 * @param blocks how many solutions the node took
 */
public record DemoResult(long accepted, long stale, long duplicate, long invalid, long blocks, AuditReport audit) {

    static DemoResult of(PoolStats stats, long blocks, AuditReport audit) {
        Map<String, Long> outcomes = stats.outcomes();
        long all = outcomes.values().stream().mapToLong(Long::longValue).sum();
        long accepted = count(outcomes, "accepted");
        long stale = count(outcomes, "stale") + count(outcomes, "unknown-job");
        long duplicate = count(outcomes, "duplicate");
        return new DemoResult(accepted, stale, duplicate, all - accepted - stale - duplicate, blocks, audit);
    }

    private static long count(Map<String, Long> outcomes, String label) {
        return outcomes.getOrDefault(label, 0L);
    }

    /** Returns one line of JSON. */
    public String toJson() {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("accepted", accepted);
        line.put("stale", stale);
        line.put("duplicate", duplicate);
        line.put("invalid", invalid);
        line.put("blocks", blocks);
        line.put("creditedWei", audit.totals().credited().toString());
        line.put("balancesWei", audit.totals().balance().toString());
        line.put("auditOk", audit.ok());
        return line.toString();
    }

    /** Returns some lines for a reader. */
    public String inWords() {
        StringBuilder words = new StringBuilder();
        words.append(String.format(
                "%d shares accepted, %d stale, %d duplicate, %d invalid; %d blocks%n",
                accepted, stale, duplicate, invalid, blocks));
        audit.accounts()
                .forEach((login, sums) -> words.append(
                        String.format("%s earned %s wei with %d shares%n", login, sums.balance(), sums.shares())));
        audit.faults().forEach(fault -> words.append("FAULT ").append(fault).append(System.lineSeparator()));
        words.append(audit.ok() ? "The audit holds: every wei follows from its rows." : "The audit fails.");
        return words.toString();
    }
}
