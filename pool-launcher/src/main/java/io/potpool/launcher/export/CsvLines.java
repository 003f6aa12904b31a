package io.potpool.launcher.export;

import io.potpool.ledger.Entry;
import io.potpool.spi.LedgerVisitor;
import io.potpool.spi.Posting;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes one table in the form of RFC 4180: a header, CRLF, and quotes where a field needs them. */
final class CsvLines implements LedgerVisitor {

    private static final List<String> COLUMNS = List.of(
            "type",
            "time",
            "account",
            "wei",
            "credited_wei",
            "shares",
            "id",
            "kind",
            "note",
            "worker",
            "height",
            "header",
            "nonce",
            "difficulty",
            "actual",
            "network",
            "block_reward_wei",
            "lag",
            "terms",
            "late_duplicate",
            "node",
            "fate");

    private final Writer out;
    private boolean begun;

    CsvLines(Writer out) {
        this.out = out;
    }

    @Override
    public void hour(HourLine line) {
        row(Map.of(
                "type", "hour",
                "time", line.hour().toString(),
                "account", line.account().name(),
                "wei", line.amount().toString(),
                "shares", Long.toString(line.shares())));
    }

    @Override
    public void share(ShareLine line) {
        row(Map.ofEntries(
                Map.entry("type", "share"),
                Map.entry("time", line.at().toString()),
                Map.entry("account", line.login().text()),
                Map.entry("worker", line.worker()),
                Map.entry("wei", line.reward().toString()),
                Map.entry("late_duplicate", Boolean.toString(line.late())),
                Map.entry("height", Long.toString(line.facts().height())),
                Map.entry("header", line.facts().header().toString()),
                Map.entry("nonce", line.facts().nonce().toString()),
                Map.entry("difficulty", line.facts().effective().toString()),
                Map.entry("actual", line.facts().actual().toString()),
                Map.entry("network", line.facts().network().toString()),
                Map.entry("block_reward_wei", line.facts().blockReward().toString()),
                Map.entry("lag", line.facts().lagFactor().toString()),
                Map.entry("terms", line.terms())));
    }

    @Override
    public void posting(Posting posting) {
        for (Entry entry : posting.entries()) {
            row(Map.of(
                    "type", "posting",
                    "time", posting.at().toString(),
                    "account", entry.account().name(),
                    "wei", entry.amount().toString(),
                    "id", posting.id(),
                    "kind", posting.kind(),
                    "note", posting.note()));
        }
    }

    @Override
    public void balance(BalanceLine line) {
        row(Map.of(
                "type", "balance",
                "account", line.account().name(),
                "wei", line.balance().toString(),
                "credited_wei", line.credited().toString(),
                "shares", Long.toString(line.shares())));
    }

    @Override
    public void solution(Solution solution, SolutionFate fate) {
        row(Map.of(
                "type", "solution",
                "time", solution.foundAt().toString(),
                "account", solution.login().text(),
                "worker", solution.worker(),
                "height", Long.toString(solution.height()),
                "header", solution.header().toString(),
                "nonce", solution.nonce().toString(),
                "network", solution.network().toString(),
                "node", solution.nodeId(),
                "fate", fate.name()));
    }

    private void row(Map<String, String> values) {
        if (!begun) {
            begun = true;
            write(COLUMNS);
        }
        List<String> fields = new ArrayList<>();
        COLUMNS.forEach(column -> fields.add(values.getOrDefault(column, "")));
        write(fields);
    }

    private void write(List<String> fields) {
        try {
            for (int i = 0; i < fields.size(); i++) {
                out.write(i == 0 ? "" : ",");
                out.write(quoted(fields.get(i)));
            }
            out.write("\r\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Source: RFC 4180, 2.5 to 2.7. */
    static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
