package io.potpool.testkit.node;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Target;
import io.potpool.ethash.PowHash;
import io.potpool.testkit.pow.EpochSchedule;
import io.potpool.testkit.pow.Hasher;
import java.util.List;

/** Solves work of nodes with tiny datasets. */
final class Solver {

    private Solver() {}

    record Solution(String nonce, String header, String mix) {
        Object[] params() {
            return new Object[] {nonce, header, mix};
        }
    }

    static Solution solve(List<String> work, long startNonce) {
        return find(work, startNonce, true);
    }

    static Solution unsolved(List<String> work) {
        return find(work, 0, false);
    }

    private static Solution find(List<String> work, long startNonce, boolean solved) {
        Hash256 header = Hash256.parse(work.get(0));
        Target target = new Target(Hash256.parse(work.get(2)));
        long height = Long.parseLong(work.get(3).substring(2), 16);
        for (long n = startNonce; ; n++) {
            PowHash hash = Hasher.tiny().hash(EpochSchedule.ETHASH.at(height), header, new Nonce(n));
            if (target.isMetBy(hash.result()) == solved) {
                return new Solution(
                        new Nonce(n).toString(), work.get(0), hash.mix().toString());
            }
        }
    }
}
