package io.potpool.spi;

import java.io.IOException;

/**
 * Makes a part of a pool for a program that chooses its parts by name.
 *
 * <p>Providers are found by {@link java.util.ServiceLoader}: a jar names its classes in
 * {@code META-INF/services/<the typed provider interface>}; they need a public constructor without arguments, which must
 * do nothing. See {@link Providers}.
 */
public interface Provider<T> {

    /** Returns the id that the config chooses this part by: lower-case letters, digits and hyphens. */
    String id();

    /**
     * Makes the part. Called once per pool, before it is built.
     *
     * @throws IOException if something the part needs cannot be opened
     * @throws IllegalArgumentException if a setting is missing or wrong; the message names it
     */
    T create(ProviderContext context) throws IOException;
}
