package io.potpool.redis;

import io.potpool.spi.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;

/** Turns PEM files into the key stores that the client takes. */
final class PemStore {

    /** Guards nothing: the stores are in memory only. */
    static final char[] PASSWORD = "potpool".toCharArray();

    static final String TYPE = "PKCS12";

    private PemStore() {}

    /** @throws StoreException if the file cannot be read or has no certificates, in words for the operator */
    static byte[] trusting(Path authorities) {
        try {
            KeyStore store = empty();
            int number = 0;
            for (Certificate certificate : certificates(authorities)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            return bytes(store);
        } catch (IOException | GeneralSecurityException failure) {
            throw new StoreException(
                    authorities + " has no certificates in PEM form: " + failure.getMessage(), failure);
        }
    }

    /** @throws StoreException if a file cannot be read or is not what it should be, in words for the operator */
    static byte[] identity(Path certificate, Path key) {
        try {
            KeyStore store = empty();
            Certificate[] chain = certificates(certificate).toArray(new Certificate[0]);
            store.setKeyEntry("pool", key(key), PASSWORD, chain);
            return bytes(store);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException failure) {
            throw new StoreException(
                    certificate + " and " + key + " are no certificate and PKCS #8 key in PEM form: "
                            + failure.getMessage(),
                    failure);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                throw new IOException("there are none in it");
            }
            return all;
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.US_ASCII)
                .replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "")
                .replaceAll("\\s", "");
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text));
        GeneralSecurityException last = new GeneralSecurityException("an unknown kind of key");
        for (String kind : new String[] {"RSA", "EC", "Ed25519"}) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(spec);
            } catch (GeneralSecurityException other) {
                last = other;
            }
        }
        throw last;
    }

    private static byte[] bytes(KeyStore store) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, PASSWORD);
        return out.toByteArray();
    }
}
