package io.potpool.testkit.miner;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Target;
import io.potpool.ethash.PowHash;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** EthereumStratum/1.0.0, in the words of ethminer. */
final class EthereumStratumDialect implements Dialect {

    private static final BigDecimal TWO_32 = BigDecimal.valueOf(1L << 32);
    private static final MathContext DIGITS = new MathContext(15);

    private final MinerSettings settings;
    private String extranonce = "";
    private Target target = Difficulty.of(1L << 32).toTarget();

    EthereumStratumDialect(MinerSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<String> hello() {
        return List.of("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"potpool-testkit/1.0\","
                + "\"EthereumStratum/1.0.0\"]}");
    }

    @Override
    public synchronized Event message(Map<String, Object> message) {
        if (message.get("method") instanceof String method && message.get("params") instanceof List<?> params) {
            return notification(method, params, message.get("height") instanceof BigInteger h ? h.longValue() : null);
        }
        if (BigInteger.ONE.equals(message.get("id")) && message.get("result") instanceof List<?> result) {
            extranonce = String.valueOf(result.get(1));
            return new Event(
                    List.of(
                            "{\"id\":2,\"method\":\"mining.extranonce.subscribe\",\"params\":[]}",
                            "{\"id\":3,\"method\":\"mining.authorize\",\"params\":[\"" + user() + "\",\""
                                    + settings.password() + "\"]}"),
                    null,
                    false);
        }
        boolean authorized =
                BigInteger.valueOf(3).equals(message.get("id")) && Boolean.TRUE.equals(message.get("result"));
        return new Event(List.of(), null, authorized);
    }

    private Event notification(String method, List<?> params, @Nullable Long height) {
        switch (method) {
            case "mining.set_difficulty" -> target = target(new BigDecimal(String.valueOf(params.get(0))));
            case "mining.set_extranonce" -> extranonce = String.valueOf(params.get(0));
            case "mining.notify" -> {
                return Event.of(new Job(
                        String.valueOf(params.get(0)),
                        Hash256.parse(String.valueOf(params.get(2))),
                        settings.epochs().of(height, String.valueOf(params.get(1))),
                        target,
                        extranonce.isEmpty()
                                ? 0
                                : Nonce.parse(padded(extranonce)).value(),
                        extranonce.length() * 4));
            }
            default -> {
                return Event.NOTHING;
            }
        }
        return Event.NOTHING;
    }

    /** The decimal text of a double carries 15 digits for certain; the rest is its rounding. */
    private static Target target(BigDecimal difficulty) {
        BigInteger hashes = difficulty
                .multiply(TWO_32)
                .round(DIGITS)
                .setScale(0, RoundingMode.CEILING)
                .toBigInteger();
        return new Difficulty(hashes.max(BigInteger.ONE)).toTarget();
    }

    private static String padded(String prefix) {
        return prefix + "0".repeat(16 - prefix.length());
    }

    private String user() {
        return settings.worker().isEmpty() ? settings.wallet() : settings.wallet() + "." + settings.worker();
    }

    @Override
    public String submit(long id, Job job, Nonce nonce, PowHash hash) {
        String own = nonce.toHex().substring(job.prefixBits() / 4);
        return "{\"id\":" + id + ",\"method\":\"mining.submit\",\"params\":[\"" + user() + "\",\"" + job.id() + "\",\""
                + own + "\"]}";
    }
}
