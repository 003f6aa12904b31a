package io.potpool.launcher.command;

import io.potpool.spi.ProviderContext;
import io.potpool.spi.ShareListener;
import io.potpool.spi.ShareListenerProvider;

/** A plugin whose jar does not fit this program. */
public final class BrokenListenerProvider implements ShareListenerProvider {

    @Override
    public String id() {
        return "broken";
    }

    @Override
    public ShareListener create(ProviderContext context) {
        throw new NoClassDefFoundError("org/example/Missing");
    }
}
