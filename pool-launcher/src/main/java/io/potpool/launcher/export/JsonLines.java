package io.potpool.launcher.export;

import io.potpool.spi.LedgerVisitor;
import io.potpool.spi.Posting;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes one JSON object a line. */
final class JsonLines implements LedgerVisitor {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Writer out;

    JsonLines(Writer out) {
        this.out = out;
    }

    @Override
    public void hour(HourLine line) {
        ObjectNode json = object("hour");
        json.put("hour", line.hour().toString());
        json.put("account", line.account().name());
        json.put("wei", line.amount().toString());
        json.put("shares", line.shares());
        write(json);
    }

    @Override
    public void share(ShareLine line) {
        ObjectNode json = object("share");
        json.put("at", line.at().toString());
        json.put("account", line.login().text());
        json.put("worker", line.worker());
        json.put("wei", line.reward().toString());
        json.put("lateDuplicate", line.late());
        json.put("height", line.facts().height());
        json.put("header", line.facts().header().toString());
        json.put("nonce", line.facts().nonce().toString());
        json.put("difficulty", line.facts().effective().toString());
        json.put("actual", line.facts().actual().toString());
        json.put("network", line.facts().network().toString());
        json.put("blockRewardWei", line.facts().blockReward().toString());
        json.put("lag", line.facts().lagFactor().toString());
        json.put("terms", line.terms());
        write(json);
    }

    @Override
    public void posting(Posting posting) {
        ObjectNode json = object("posting");
        json.put("id", posting.id());
        json.put("kind", posting.kind());
        json.put("at", posting.at().toString());
        json.put("note", posting.note());
        ArrayNode entries = json.putArray("entries");
        posting.entries().forEach(entry -> {
            ObjectNode each = entries.addObject();
            each.put("account", entry.account().name());
            each.put("wei", entry.amount().toString());
        });
        write(json);
    }

    @Override
    public void balance(BalanceLine line) {
        ObjectNode json = object("balance");
        json.put("account", line.account().name());
        json.put("creditedWei", line.credited().toString());
        json.put("balanceWei", line.balance().toString());
        json.put("shares", line.shares());
        write(json);
    }

    @Override
    public void solution(Solution solution, SolutionFate fate) {
        ObjectNode json = object("solution");
        json.put("at", solution.foundAt().toString());
        json.put("account", solution.login().text());
        json.put("worker", solution.worker());
        json.put("height", solution.height());
        json.put("header", solution.header().toString());
        json.put("nonce", solution.nonce().toString());
        json.put("network", solution.network().toString());
        json.put("node", solution.nodeId());
        json.put("fate", fate.name());
        write(json);
    }

    private static ObjectNode object(String type) {
        ObjectNode json = JSON.createObjectNode();
        json.put("type", type);
        return json;
    }

    private void write(ObjectNode json) {
        try {
            out.write(JSON.writeValueAsString(json));
            out.write('\n');
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
