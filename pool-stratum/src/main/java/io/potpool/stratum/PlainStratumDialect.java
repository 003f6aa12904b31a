package io.potpool.stratum;

import io.potpool.stratum.codec.Param;
import io.potpool.stratum.codec.Request;
import io.potpool.terms.NoncePrefix;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Stratum as Bitcoin miners speak it, with Ethash jobs of five elements: job, header, seed, target, clean. There is no
 * extranonce and no difficulty message; all sessions share one nonce space. ethminer calls it {@code stratum+tcp}.
 */
record PlainStratumDialect(WorkFormat format) implements Dialect {

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
            case "mining.submit" ->
                MiningSubmit.userFirst(request)
                        .map(MiningSubmit::ofWholeNonce)
                        .orElseGet(() -> new Command.BadShare(Refusal.BAD_PARAMS));
            default -> Methods.otherwise(request);
        };
    }

    private static boolean asksForAnother(Request request) {
        return request.params().stream()
                .map(Param::text)
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).startsWith(OTHER_FAMILY));
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
