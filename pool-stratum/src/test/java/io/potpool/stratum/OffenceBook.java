package io.potpool.stratum;

import io.potpool.spi.AccessPolicy;
import io.potpool.spi.Offence;
import io.potpool.spi.Visit;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A policy that writes down whom it admitted and who offended, by address. */
final class OffenceBook implements AccessPolicy {

    final Set<String> barred = ConcurrentHashMap.newKeySet();
    final List<String> admitted = new CopyOnWriteArrayList<>();
    final List<String> offenders = new CopyOnWriteArrayList<>();

    @Override
    public Optional<Visit> admit(InetAddress from, Runnable eviction) {
        String address = from.getHostAddress();
        if (barred.contains(address)) {
            return Optional.empty();
        }
        admitted.add(address);
        return Optional.of(new Visit() {
            @Override
            public void offends(Offence offence) {
                offenders.add(address);
            }
        });
    }
}
