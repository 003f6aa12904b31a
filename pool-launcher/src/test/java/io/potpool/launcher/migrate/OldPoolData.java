package io.potpool.launcher.migrate;

import io.potpool.launcher.servers.RedisServer;
import io.potpool.testkit.Generator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** A generated store of a pool of the family, and what it comes to. */
final class OldPoolData {

    final List<List<String>> commands = new ArrayList<>();
    BigDecimal shannon = BigDecimal.ZERO;
    BigInteger openings = BigInteger.ZERO;
    long postings;
    long payments;
    BigInteger paid = BigInteger.ZERO;
    long shifts;
    long blocks;

    private final Generator random;
    private final String prefix;

    OldPoolData(long seed, String prefix) {
        this.random = new Generator(seed);
        this.prefix = prefix;
    }

    static String login(int number) {
        return String.format("0x%040x", number + 0x1000L);
    }

    /** Balances as whole numbers, as HINCRBYFLOAT writes them, and none; some with letters in upper case nowhere. */
    OldPoolData miners(int count) {
        for (int i = 0; i < count; i++) {
            String balance = balance(i);
            List<String> command = new ArrayList<>(List.of("HMSET", prefix + ":miners:" + login(i)));
            if (i % 17 != 3) {
                command.addAll(List.of("balance", balance));
                add(new BigDecimal(balance));
            }
            command.addAll(List.of(
                    "pending",
                    "0",
                    "paid",
                    Long.toString(random.longs(0, 1L << 40)),
                    "lastShare",
                    Long.toString(1_700_000_000L + i),
                    "lastShareDiff",
                    "123456789012",
                    "blocksFound",
                    Integer.toString(i % 3),
                    "minedShort",
                    "12.5",
                    "minedCurrent",
                    "7",
                    "hashesShort",
                    "4000000000",
                    "hashesCurrent",
                    "9000000000000"));
            commands.add(command);
            if (i % 10 == 0) {
                shifts(i);
            }
        }
        return this;
    }

    private void add(BigDecimal amount) {
        shannon = shannon.add(amount);
        BigInteger wei =
                amount.movePointRight(9).setScale(0, RoundingMode.CEILING).toBigIntegerExact();
        openings = openings.add(wei);
        postings += wei.signum() == 0 ? 0 : 1;
    }

    private String balance(int i) {
        long whole = random.longs(0, 1L << (i % 11 == 0 ? 61 : 34));
        return switch (i % 5) {
            case 0 -> Long.toString(whole);
            case 1 -> whole + "." + (1 + random.longs(0, 999_999_998L));
            case 2 -> whole + ".50000000000000001";
            case 3 -> "0." + "0".repeat(8) + "1" + (random.booleans() ? "" : "00000001");
            default -> i % 2 == 0 ? "0" : Long.toString(whole);
        };
    }

    private void shifts(int i) {
        for (int day = 0; day < 3; day++) {
            commands.add(List.of(
                    "ZADD",
                    prefix + ":shifts:" + login(i),
                    "" + (1_700_000_000L + day * 86_400L),
                    day + "5:" + i + "000"));
            commands.add(List.of(
                    "ZADD", prefix + ":shifts_short:" + login(i), "" + (1_700_000_000L + day * 3_600L), day + ":" + i));
            shifts += 2;
        }
    }

    /** Payments of the past, all in the pool's list and some in the miners' own. */
    OldPoolData payments(int count) {
        for (int i = 0; i < count; i++) {
            long amount = 50_000_000L + i;
            String hash = String.format("0x%064x", i + 1L);
            String login = login(i % 997);
            commands.add(List.of(
                    "ZADD", prefix + ":payments:all", "" + (1_600_000_000L + i), hash + ":" + login + ":" + amount));
            commands.add(
                    List.of("ZADD", prefix + ":payments:" + login, "" + (1_600_000_000L + i), hash + ":" + amount));
            payments++;
            paid = paid.add(BigInteger.valueOf(amount));
        }
        return this;
    }

    OldPoolData blocks(int count, long height) {
        for (int i = 0; i < count; i++) {
            commands.add(List.of(
                    "ZADD",
                    prefix + ":blocks:candidates",
                    "" + (height + i),
                    String.format("0x%016x:0x%064x:0x%064x:%d:300000000000000:12345", i, i, i, 1_650_000_000L + i)));
            blocks++;
        }
        return this;
    }

    /** What must not be mistaken for anything of the above. */
    OldPoolData noise() {
        commands.add(List.of("HSET", prefix + ":shares:roundCurrent", login(1), "4000000000"));
        commands.add(List.of("HSET", prefix + ":stats", "roundShares", "5", "lastBlockFound", "1650000000"));
        commands.add(
                List.of("ZADD", prefix + ":hashrate", "1700000000", "4000000000:" + login(1) + ":rig:1700000000123"));
        commands.add(List.of("ZADD", prefix + ":hashrate:" + login(1), "1700000000", "4000000000:rig:1700000000123"));
        commands.add(List.of("HSET", prefix + ":nodes", "main:name", "main", "main:lastBeat", "1650000000"));
        commands.add(List.of("HSET", prefix + ":finances", "paid", "100", "balance", "-100"));
        commands.add(List.of("SADD", prefix + ":blacklist", login(7)));
        commands.add(List.of("SADD", prefix + ":whitelist", "10.1.2.3"));
        commands.add(List.of("HSET", "other:miners:" + login(1), "balance", "999999999999"));
        commands.add(List.of("SET", "potpool:{" + prefix + "}:schema", "1"));
        return this;
    }

    OldPoolData pow(long height) {
        commands.add(List.of("ZADD", prefix + ":pow", "" + height, "0x1:0x2:0x3"));
        return this;
    }

    /** Debited, and unknown whether it was sent. */
    OldPoolData pending(int login, long amount, long seconds) {
        commands.add(List.of("ZADD", prefix + ":payments:pending", "" + seconds, login(login) + ":" + amount));
        commands.add(List.of("HINCRBY", prefix + ":miners:" + login(login), "pending", "" + amount));
        return this;
    }

    OldPoolData writeTo(RedisServer server) throws IOException {
        for (String reply : server.send(commands)) {
            if (reply.startsWith("ERR") || reply.startsWith("WRONGTYPE")) {
                throw new IOException(reply);
            }
        }
        commands.clear();
        return this;
    }
}
