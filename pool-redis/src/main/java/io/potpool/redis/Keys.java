package io.potpool.redis;

import io.potpool.spi.AccessList;
import io.potpool.spi.JournalId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The names of all keys of a pool. The braces around its name are what a Cluster hashes: all keys share a slot. Names are
 * short because there are many; {@code docs/operating} lists them with what each holds and for how long.
 */
final class Keys {

    private final String all;

    Keys(String prefix) {
        all = "potpool:{" + prefix + "}:";
    }

    /** Never written: what a server is asked about that may refuse changes. */
    String probe() {
        return all + "probe";
    }

    /** Hash: schema, chain, and counters. */
    String meta() {
        return all + "meta";
    }

    /** Hash: the mark of each journal, for ever. */
    String marks() {
        return all + "marks";
    }

    /** Hash: how many batches of a journal are folded. */
    String folded() {
        return all + "folded";
    }

    /** Hash: the outcomes of a journal's last batches. */
    String fates(JournalId journal) {
        return all + "fates:" + journal;
    }

    /** Hash: batches that were refused because earlier ones are missing. */
    String gaps() {
        return all + "gaps";
    }

    /** Hash: the batches of an hour, each with all its share rows. */
    String batches(long hour) {
        return all + "batches:" + hour;
    }

    /** Hash: batches whose rows are damaged; never folded. */
    String damaged() {
        return all + "damaged";
    }

    /** Sorted set: the hours that have batches. */
    String hours() {
        return all + "hours";
    }

    /** Sorted set: headers that have shares, by height. */
    String headers() {
        return all + "headers";
    }

    /** Sorted set: the same headers by the hour of their newest share. */
    String headerHours() {
        return all + "headers:hours";
    }

    /** Set: the nonces of a header. */
    String nonces(byte[] header) {
        return all + "n:" + HexFormat.of().formatHex(header);
    }

    /** Set: the names of all accounts. */
    String accounts() {
        return all + "accounts";
    }

    /** Hash: the balance of an account, in gwei and the wei below, and its count of shares. */
    String account(String name) {
        return all + "a:" + name;
    }

    /** Hash: what accounts were before they were set to what their rows say, for ever. */
    String repairs() {
        return all + "repairs";
    }

    /** Hash: what an account got by hour, by day and before, of the batches that are folded. */
    String sums(String account) {
        return all + "f:" + account;
    }

    /** Sorted set: logins by the ten minutes of their newest share. */
    String rates() {
        return all + "rates";
    }

    /** Hash: the work of a login by worker and ten minutes. */
    String rate(String login) {
        return all + "r:" + login;
    }

    /** Hash: what the instances have agreed on. */
    String state() {
        return all + "state";
    }

    /** Hash: the settled records of the terms log. */
    String terms() {
        return all + "terms";
    }

    /** Returns the keys that the scripts of agreement declare, in their order: see {@code agree.lua}. */
    List<String> agreement() {
        return List.of(
                state(),
                terms(),
                all + "terms:pending",
                instances(),
                instanceViews(),
                all + "instances:gone",
                all + "bytes",
                all + "absent");
    }

    /** Returns those and the key of what was asked of the terms log lately. */
    List<String> appending() {
        List<String> names = new ArrayList<>(agreement());
        names.add(all + "terms:asked");
        return names;
    }

    /** Hash: the registered instances, in numbers. */
    String instances() {
        return all + "instances";
    }

    /** Hash: their names and states. */
    String instanceViews() {
        return all + "instances:views";
    }

    /** Hash: what headers mean. */
    String jobs() {
        return all + "jobs";
    }

    /** Sorted set: headers by height. */
    String jobHeights() {
        return all + "jobs:heights";
    }

    /** Hash: who holds which office. */
    String offices() {
        return all + "offices";
    }

    /** Hash: the postings by number, for ever. */
    String postings() {
        return all + "postings";
    }

    /** Hash: the numbers of postings by id. */
    String postingIds() {
        return all + "postings:ids";
    }

    /** Hash: the records of the history by number, for ever. */
    String history() {
        return all + "history";
    }

    /** Hash: the numbers of records of the history by id. */
    String historyIds() {
        return all + "history:ids";
    }

    /** Hash: solutions. */
    String solutions() {
        return all + "solutions";
    }

    /** Hash: what became of solutions. */
    String solutionFates() {
        return all + "solutions:fates";
    }

    /** Sorted set: solutions by height. */
    String solutionHeights() {
        return all + "solutions:heights";
    }

    /** Hash: bans, each its end in milliseconds and its reason. */
    String bans() {
        return all + "bans";
    }

    /** Sorted set: bans by their end. */
    String banEnds() {
        return all + "bans:ends";
    }

    /** Set: the operator's entries of a list. */
    String list(AccessList list) {
        return all + list.name().toLowerCase(Locale.ROOT);
    }

    /** String: there while an audit reads; folding waits for it. */
    String auditing() {
        return all + "auditing";
    }

    /** String: there while one of the instances tidies up. */
    String tidying() {
        return all + "tidying";
    }

    /** String: written before waiting for replicas. */
    String beat() {
        return all + "beat";
    }

    /** Returns what decides the slot. */
    String routing() {
        return all;
    }

    static byte[] bytes(JournalId journal) {
        return ByteBuffer.allocate(16)
                .putLong(journal.high())
                .putLong(journal.low())
                .array();
    }
}
