package io.potpool.stratum;

import io.potpool.domain.Address;
import io.potpool.spi.AccessPolicy;
import io.potpool.spi.Visit;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;

/** Policies of one rule. */
final class Policies {

    static final AccessPolicy NOBODY = new AccessPolicy() {
        @Override
        public Optional<Visit> admit(InetAddress address, Runnable eviction) {
            return Optional.empty();
        }
    };

    private Policies() {}

    static AccessPolicy admitting(Predicate<Address> logins) {
        return new AccessPolicy() {
            @Override
            public Optional<Visit> admit(InetAddress address, Runnable eviction) {
                return Optional.of(new Visit() {
                    @Override
                    public boolean mayLogin(Address login) {
                        return logins.test(login);
                    }
                });
            }
        };
    }
}
