package io.potpool.testkit.miner;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Target;
import io.potpool.ethash.PowHash;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** EthProxy, in the words of ethminer. */
final class EthProxyDialect implements Dialect {

    private static final BigInteger LOGIN = BigInteger.ONE;

    private final MinerSettings settings;

    EthProxyDialect(MinerSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<String> hello() {
        return List.of("{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"" + settings.wallet() + "\",\""
                + settings.password() + "\"],\"worker\":\"" + settings.worker() + "\"}");
    }

    @Override
    public Event message(Map<String, Object> message) {
        if (LOGIN.equals(message.get("id"))) {
            boolean good = Boolean.TRUE.equals(message.get("result"));
            String ask = "{\"id\":5,\"method\":\"eth_getWork\",\"params\":[]}";
            return new Event(good ? List.of(ask) : List.of(), null, good);
        }
        if (message.get("result") instanceof List<?> work && work.size() >= 3) {
            String header = String.valueOf(work.get(0));
            Long height = work.size() > 3 ? number(String.valueOf(work.get(3))) : null;
            return Event.of(new Job(
                    header,
                    Hash256.parse(header),
                    settings.epochs().of(height, String.valueOf(work.get(1))),
                    new Target(Hash256.parse(padded(String.valueOf(work.get(2))))),
                    0,
                    0));
        }
        return Event.NOTHING;
    }

    private static long number(String quantity) {
        return Long.parseLong(quantity.substring(2), 16);
    }

    private static String padded(String target) {
        String digits = target.substring(2);
        return "0".repeat(64 - digits.length()) + digits;
    }

    @Override
    public String submit(long id, Job job, Nonce nonce, PowHash hash) {
        return "{\"id\":" + id + ",\"method\":\"eth_submitWork\",\"params\":[\"" + nonce + "\",\"" + job.id() + "\",\""
                + hash.mix() + "\"],\"worker\":\"" + settings.worker() + "\"}";
    }
}
