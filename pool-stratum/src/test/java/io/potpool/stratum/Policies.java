package io.potpool.stratum;

import io.potpool.domain.Address;
import io.potpool.spi.AccessPolicy;
import io.potpool.spi.Visit;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.BiPredicate;
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
        return of(address -> true, (address, login) -> logins.test(login));
    }

    static AccessPolicy of(Predicate<InetAddress> connections, BiPredicate<InetAddress, Address> logins) {
        return new AccessPolicy() {
            @Override
            public Optional<Visit> admit(InetAddress address, Runnable eviction) {
                if (!connections.test(address)) {
                    return Optional.empty();
                }
                return Optional.of(new Visit() {
                    @Override
                    public boolean mayLogin(Address login) {
                        return logins.test(address, login);
                    }
                });
            }
        };
    }
}
