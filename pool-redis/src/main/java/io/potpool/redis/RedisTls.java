package io.potpool.redis;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Encrypted connections; the server's certificate and name are always checked.
 *
 * @param authorities a PEM file of the authorities that servers are trusted by; without, those of the Java platform
 * @param certificate a PEM file of the pool's own certificate chain, where the server asks for one
 * @param key the PEM file of its private key, PKCS #8 and not encrypted
 */
public record RedisTls(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {

    /** The platform's authorities, no certificate of the pool's own. */
    public static final RedisTls DEFAULT = new RedisTls(Optional.empty(), Optional.empty(), Optional.empty());

    /** @throws IllegalArgumentException if there is a certificate without a key, or a key without a certificate */
    public RedisTls {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("a certificate for Redis needs its key, and a key its certificate");
        }
    }
}
