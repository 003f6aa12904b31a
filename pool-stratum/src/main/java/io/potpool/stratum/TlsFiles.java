package io.potpool.stratum;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * Where a port's TLS identity is kept. The files are looked at again every few seconds; new connections are served with
 * what is in them then, those that are open stay as they are.
 *
 * @param certificate the certificate and then its chain, PEM
 * @param key its private key without a password, PEM in PKCS#8 form ({@code BEGIN PRIVATE KEY})
 */
public record TlsFiles(Path certificate, Path key) {

    /**
     * Tries the files and returns until when their certificate holds.
     *
     * @throws IOException if they cannot be used; the message says why
     */
    public Instant validUntil() throws IOException {
        TlsIdentity.load(this);
        try (InputStream in = Files.newInputStream(certificate)) {
            X509Certificate first =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return first.getNotAfter().toInstant();
        } catch (CertificateException unusable) {
            throw new IOException("cannot read " + certificate + ": " + unusable.getMessage(), unusable);
        }
    }
}
