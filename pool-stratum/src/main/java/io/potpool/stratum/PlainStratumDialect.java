package io.potpool.stratum;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.stratum.codec.Param;
import io.potpool.stratum.codec.Request;
import io.potpool.terms.NoncePrefix;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stratum as Bitcoin miners speak it, with Ethash jobs of five elements: job, header, seed, target, clean. There is no
 * extranonce and no difficulty message; all sessions share one nonce space. ethminer calls it {@code stratum+tcp}.
 */
record PlainStratumDialect(WorkFormat format) implements Dialect {

    private static final int NONCE_DIGITS = 16;
    private static final int HASH_DIGITS = 64;
    private static final String OTHER_FAMILY = "ethereumstratum/";

    @Override
    public String label() {
        return MinerProtocol.PLAIN_STRATUM.label();
    }

    @Override
    public Command read(Request request, @Nullable NoncePrefix prefix) {
        return switch (request.method()) {
            case "mining.subscribe" ->
                asksForAnother(request)
                        ? new Command.Refuse(Refusal.PROTOCOL_MISMATCH)
                        : new Command.Say(accepted(request.id()));
            case "mining.authorize" -> new Command.Login(request.string(0), request.worker(), "");
            case "mining.submit" -> submit(request);
            default -> Methods.otherwise(request);
        };
    }

    private static boolean asksForAnother(Request request) {
        return request.params().stream()
                .map(Param::text)
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).startsWith(OTHER_FAMILY));
    }

    /** The job's id is its header, which most miners send once more as the fourth parameter. */
    private static Command submit(Request request) {
        if (!request.isString(0) || !request.isString(1) || !request.isString(2)) {
            return new Command.BadShare(Refusal.BAD_PARAMS);
        }
        String nonce = HexDigits.of(request.string(2));
        if (nonce.isEmpty()) {
            return new Command.BadShare(Refusal.BAD_NONCE);
        }
        if (nonce.length() > NONCE_DIGITS) {
            return new Command.BadShare(Refusal.NONCE_SIZE);
        }
        String header = HexDigits.of(request.string(1));
        if (header.length() != HASH_DIGITS) {
            return new Command.BadShare(Refusal.UNKNOWN_JOB);
        }
        String mix = HexDigits.of(request.string(4));
        Hash256 hash = Hash256.parse(header);
        return new Command.Submit(
                request.string(0),
                request.worker(),
                hash.w0(),
                Optional.of(hash),
                Nonce.parse(nonce),
                mix.length() == HASH_DIGITS ? Optional.of(Hash256.parse(mix)) : Optional.empty());
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
    public JobLine job(Work work) {
        String line = "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\""
                + work.job().header().toHex() + "\",\"" + work.job().header() + "\",\""
                + work.job().seed() + "\",\"" + format.target(work) + "\"," + work.clean() + "]" + format.hint(work)
                + "}";
        return new JobLine(line, "");
    }
}
