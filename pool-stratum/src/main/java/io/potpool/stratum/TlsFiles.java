package io.potpool.stratum;

import java.nio.file.Path;

/**
 * Where a port's TLS identity is kept. The files are looked at again every few seconds; new connections are served with
 * what is in them then, those that are open stay as they are.
 *
 * @param certificate the certificate and then its chain, PEM
 * @param key its private key without a password, PEM in PKCS#8 form ({@code BEGIN PRIVATE KEY})
 */
public record TlsFiles(Path certificate, Path key) {}
