package io.potpool.stratum;

import io.potpool.domain.Difficulty;
import io.potpool.domain.FloatDifficulty;
import io.potpool.stratum.codec.Request;
import io.potpool.terms.NoncePrefix;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * EthereumStratum/1.0.0 as NiceHash specified it: every session mines below its own extranonce, hashes have no
 * {@code 0x}, and the difficulty is a message of its own. TeamRedMiner subscribes here and then submits in the
 * five-element form of plain stratum.
 */
record EthereumStratum1Dialect(WorkFormat format) implements LeasingDialect {

    static final String VERSION = "EthereumStratum/1.0.0";

    @Override
    public String label() {
        return MinerProtocol.ETHEREUM_STRATUM_1.label();
    }

    @Override
    public Command read(Request request, @Nullable NoncePrefix prefix) {
        return switch (request.method()) {
            case "mining.subscribe" -> new Command.Subscribe(this, request.string(0));
            case "mining.authorize" -> new Command.Login(request.string(0), request.worker(), request.text(1));
            case "mining.submit" -> LeasedShare.command(MiningSubmit.userFirst(request), prefix);
            default -> Methods.otherwise(request);
        };
    }

    @Override
    public String subscribed(String id, String sessionId, String prefix) {
        return "{\"id\":" + id + ",\"result\":[[\"mining.notify\",\"" + sessionId + "\",\"" + VERSION + "\"],\""
                + prefix + "\"],\"error\":null}";
    }

    @Override
    public String accepted(String id) {
        return StratumLines.accepted(id);
    }

    @Override
    public String configured(String id) {
        return StratumLines.configured(id);
    }

    @Override
    public String refused(String id, Refusal why) {
        return StratumLines.refused(id, why);
    }

    @Override
    public Refusal notLoggedIn() {
        return Refusal.UNAUTHORIZED;
    }

    @Override
    public Refusal badLogin() {
        return Refusal.UNAUTHORIZED;
    }

    @Override
    public Refusal barred() {
        return Refusal.UNAUTHORIZED;
    }

    @Override
    public String settings(Difficulty difficulty, Work work, String prefix) {
        BigDecimal d = FloatDifficulty.of(difficulty);
        String decimal = (d.scale() == 0 ? d.setScale(1) : d).toPlainString();
        return "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[" + decimal + "]}";
    }

    @Override
    public JobLine job(Work work) {
        String header = work.job().header().toHex();
        String tail = LeasedShare.jobWord(work) + "\",\"" + work.job().seed().toHex() + "\",\"" + header + "\","
                + work.clean() + "]" + format.hint(work) + "}";
        return new JobLine("{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"", tail);
    }
}
