package io.potpool.launcher.command;

import io.potpool.spi.AuditReport;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes an audit as one line of JSON: amounts as decimal texts of wei, counts as numbers. */
final class AuditJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private AuditJson() {}

    static String of(AuditReport report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("ok", report.ok());
        ObjectNode accounts = root.putObject("accounts");
        report.accounts().forEach((login, sums) -> fill(accounts.putObject(login.text()), sums));
        fill(root.putObject("totals"), report.totals());
        if (!report.ok()) {
            report.faults().forEach(root.putArray("faults")::add);
        }
        return JSON.writeValueAsString(root);
    }

    private static void fill(ObjectNode line, AuditReport.Line sums) {
        line.put("creditedWei", sums.credited().toString());
        line.put("balanceWei", sums.balance().toString());
        line.put("shares", sums.shares());
    }
}
