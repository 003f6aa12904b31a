package io.potpool.launcher.migrate;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The connections to the old pool that is imported, and to those that pay from the same wallet. */
final class OldPools implements AutoCloseable {

    private final OldPool imported;
    private final List<OldKeys> open;

    private OldPools(OldPool imported, List<OldKeys> open) {
        this.imported = imported;
        this.open = open;
    }

    static OldPools open(ImportSource.OldRedis source, Imports.Wanted wanted, InstantSource clock) {
        List<OldKeys> open = new ArrayList<>();
        OldKeys keys = new RedisOldKeys(source.connection());
        open.add(keys);
        List<SameWallet.Other> others = new ArrayList<>();
        for (ImportOptions.NamedPool named : wanted.options().sameWallet()) {
            OldKeys other = new RedisOldKeys(named.source().connection());
            open.add(other);
            others.add(SameWallet.Other.elsewhere(other, named.prefix()));
        }
        return new OldPools(
                new OldPool(keys, wanted.prefix(), source.connection().database(), others, clock), open);
    }

    OldPool imported() {
        return imported;
    }

    @Override
    public void close() {
        open.forEach(OldKeys::close);
    }
}
