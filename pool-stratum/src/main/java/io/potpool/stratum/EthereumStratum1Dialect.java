package io.potpool.stratum;

import io.potpool.domain.Difficulty;
import io.potpool.domain.FloatDifficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.stratum.codec.Request;
import io.potpool.terms.NoncePrefix;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * EthereumStratum/1.0.0 as NiceHash specified it: every session mines below its own extranonce, hashes have no
 * {@code 0x}, and the difficulty is a message of its own.
 */
final class EthereumStratum1Dialect implements LeasingDialect {

    static final String VERSION = "EthereumStratum/1.0.0";

    private static final int NONCE_DIGITS = 16;
    private static final int WORD_DIGITS = 16;
    private static final int HASH_DIGITS = 64;
    private static final int CLAIMED_MIX = 4;

    private final StratumSettings settings;

    EthereumStratum1Dialect(StratumSettings settings) {
        this.settings = settings;
    }

    @Override
    public String label() {
        return "ethereumstratum1";
    }

    @Override
    public Command read(Request request, @Nullable NoncePrefix prefix) {
        return switch (request.method()) {
            case "mining.subscribe" -> new Command.Subscribe(this, request.string(0));
            case "mining.authorize" -> new Command.Login(request.string(0), request.worker(), request.text(1));
            case "mining.submit" -> submit(request, prefix);
            default -> Methods.otherwise(request.method());
        };
    }

    private static Command submit(Request request, @Nullable NoncePrefix prefix) {
        if (prefix == null) {
            return new Command.Refuse(Refusal.NOT_SUBSCRIBED);
        }
        if (!request.isString(0) || !request.isString(1) || !request.isString(2)) {
            return new Command.BadShare(Refusal.BAD_PARAMS);
        }
        String digits = HexDigits.of(request.string(2));
        if (digits.isEmpty()) {
            return new Command.BadShare(Refusal.BAD_NONCE);
        }
        boolean whole = digits.length() == NONCE_DIGITS;
        if (!whole && digits.length() != NONCE_DIGITS - 2 * prefix.bytes()) {
            return new Command.BadShare(Refusal.NONCE_SIZE);
        }
        long below = Nonce.parse(digits).value();
        Nonce nonce = new Nonce(whole ? below : prefix.value() << Long.SIZE - Byte.SIZE * prefix.bytes() | below);
        String jobId = HexDigits.of(request.string(1));
        if (jobId.length() != WORD_DIGITS + 2 * prefix.bytes()) {
            return new Command.BadShare(Refusal.UNKNOWN_JOB);
        }
        long word = Nonce.parse(jobId.substring(jobId.length() - WORD_DIGITS)).value();
        return new Command.Submit(request.string(0), request.worker(), word, Optional.empty(), nonce, mix(request));
    }

    /** TeamRedMiner subscribes here and then submits in the five-element form of plain stratum. */
    private static Optional<Hash256> mix(Request request) {
        String digits = HexDigits.of(request.string(CLAIMED_MIX));
        return digits.length() == HASH_DIGITS ? Optional.of(Hash256.parse(digits)) : Optional.empty();
    }

    @Override
    public String subscribed(String id, String sessionId, String prefix) {
        return "{\"id\":" + id + ",\"result\":[[\"mining.notify\",\"" + sessionId + "\",\"" + VERSION + "\"],\""
                + prefix + "\"],\"error\":null}";
    }

    @Override
    public String accepted(String id) {
        return "{\"id\":" + id + ",\"result\":true,\"error\":null}";
    }

    @Override
    public String configured(String id) {
        return "{\"id\":" + id + ",\"result\":{},\"error\":null}";
    }

    @Override
    public String refused(String id, Refusal why) {
        return "{\"id\":" + id + ",\"result\":false,\"error\":[" + why.code() + ",\"" + why.message() + "\",null]}";
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
    public String difficulty(Difficulty difficulty) {
        BigDecimal d = FloatDifficulty.of(difficulty);
        String decimal = (d.scale() == 0 ? d.setScale(1) : d).toPlainString();
        return "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[" + decimal + "]}";
    }

    @Override
    public JobLine job(Work work) {
        String header = work.job().header().toHex();
        String tail =
                header.substring(0, WORD_DIGITS) + "\",\"" + work.job().seed().toHex() + "\",\"" + header + "\","
                        + work.clean() + "]" + (settings.algoHint ? Hint.of(work) : "") + "}";
        return new JobLine("{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"", tail);
    }
}
