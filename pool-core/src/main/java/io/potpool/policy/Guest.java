package io.potpool.policy;

import io.potpool.domain.Address;
import io.potpool.shares.ShareOutcome;
import io.potpool.spi.Offence;
import io.potpool.spi.Visit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One connection of an address. Its counts are guarded by the lock of its {@link Host}. */
final class Guest implements Visit {

    private final PolicyServer server;
    private final Host host;
    private final Runnable eviction;
    private final AtomicBoolean evicted = new AtomicBoolean();
    private volatile @Nullable Address login;
    Standing standing = new Standing();
    int underWay;
    boolean oneRequest;

    Guest(PolicyServer server, Host host, Runnable eviction) {
        this.server = server;
        this.host = host;
        this.eviction = eviction;
    }

    Optional<Address> login() {
        return Optional.ofNullable(login);
    }

    @Override
    public boolean mayLogin(Address address) {
        login = address;
        return server.mayLogin(address);
    }

    @Override
    public boolean maySubmit() {
        return !evicted.get() && host.maySubmit(this, server.isFree(host.origin()));
    }

    @Override
    public void judged(ShareOutcome outcome) {
        if (outcome.provesWork()) {
            host.good(this, server.nowMillis());
        } else {
            host.done(this, false);
        }
        outcome.offence().ifPresent(this::offends);
    }

    /** What was still under way when a ban began has been judged by it. */
    @Override
    public void offends(Offence offence) {
        if (!evicted.get()) {
            server.offended(host, offence);
        }
    }

    @Override
    public void isOneRequest() {
        host.oneRequest(this);
    }

    @Override
    public void end() {
        host.leave(this);
    }

    void evict() {
        if (evicted.compareAndSet(false, true)) {
            eviction.run();
        }
    }
}
