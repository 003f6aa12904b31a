package io.potpool.stratum;

import io.potpool.stratum.codec.Request;
import io.potpool.terms.NoncePrefix;
import org.jspecify.annotations.Nullable;

/** HTTP getwork: the requests of EthProxy without a login, which stands in the path, and without pushes. */
final class GetworkDialect implements PollingDialect {

    private final EthProxyDialect lines;

    /** Targets are always whole: ethminer takes a short one for zero. */
    GetworkDialect(WorkFormat format) {
        lines = new EthProxyDialect(format.padded());
    }

    @Override
    public String label() {
        return MinerProtocol.GETWORK.label();
    }

    @Override
    public Command read(Request request, @Nullable NoncePrefix prefix) {
        return switch (request.method()) {
            case "eth_getWork" -> new Command.GetWork(this);
            case "eth_submitWork" -> lines.read(request, prefix);
            case "eth_getBlockByNumber" -> new Command.PendingBlock(this);
            case "eth_submitHashrate" -> Methods.otherwise(request);
            default -> new Command.Refuse(Refusal.METHOD_NOT_FOUND);
        };
    }

    /** What eth-proxy asks for: the height that is mined and the share difficulty. */
    String pendingBlock(String id, Work work) {
        return EthProxyDialect.open(id) + "\"result\":{\"number\":\"0x"
                + Long.toHexString(work.job().height()) + "\",\"difficulty\":\"0x"
                + work.difficulty().value().toString(16) + "\"}}";
    }

    @Override
    public boolean pushes() {
        return false;
    }

    @Override
    public String work(String id, Work work) {
        return lines.work(id, work);
    }

    @Override
    public String noWork(String id, Refusal why) {
        return lines.noWork(id, why);
    }

    @Override
    public String accepted(String id) {
        return lines.accepted(id);
    }

    @Override
    public String configured(String id) {
        return lines.configured(id);
    }

    @Override
    public String refused(String id, Refusal why) {
        return lines.refused(id, why);
    }

    @Override
    public Refusal notLoggedIn() {
        return lines.notLoggedIn();
    }

    @Override
    public Refusal badLogin() {
        return lines.badLogin();
    }

    @Override
    public Refusal barred() {
        return lines.barred();
    }

    @Override
    public JobLine job(Work work) {
        return lines.job(work);
    }
}
