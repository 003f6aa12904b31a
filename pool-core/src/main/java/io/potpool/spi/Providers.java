package io.potpool.spi;

import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds providers on the class path. */
public final class Providers {

    private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

    private Providers() {}

    /**
     * Returns all providers of a kind by id. A provider that cannot be loaded is logged and left out; of two with one id
     * the first on the class path counts.
     */
    public static <P extends Provider<?>> Map<String, P> all(Class<P> kind) {
        Map<String, P> found = new TreeMap<>();
        Iterator<P> services = ServiceLoader.load(kind).iterator();
        while (hasNext(services, kind)) {
            try {
                P provider = services.next();
                P first = found.putIfAbsent(provider.id(), provider);
                if (first != null) {
                    LOG.warn("{} and {} have the same id \"{}\"; the first is used", first, provider, provider.id());
                }
            } catch (ServiceConfigurationError broken) {
                LOG.error("a {} cannot be loaded", kind.getSimpleName(), broken);
            }
        }
        return found;
    }

    private static boolean hasNext(Iterator<?> services, Class<?> kind) {
        try {
            return services.hasNext();
        } catch (ServiceConfigurationError broken) {
            LOG.error("the providers of {} cannot be listed", kind.getSimpleName(), broken);
            return false;
        }
    }

    /**
     * Returns the provider of an id.
     *
     * @throws IllegalArgumentException if there is none; the message names those there are
     */
    public static <P extends Provider<?>> P named(Class<P> kind, String id) {
        Map<String, P> found = all(kind);
        P provider = found.get(id);
        if (provider == null) {
            throw new IllegalArgumentException(
                    "no " + kind.getSimpleName() + " \"" + id + "\" on the class path; there are " + found.keySet());
        }
        return provider;
    }
}
