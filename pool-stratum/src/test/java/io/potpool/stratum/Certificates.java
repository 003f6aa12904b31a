package io.potpool.stratum;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Certificates and keys made by openssl, or by the JDK's keytool where there is no openssl. */
final class Certificates {

    private static final String PASSWORD = "changeit";

    private Certificates() {}

    static TlsFiles files(Path directory) {
        return new TlsFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
    }

    /** Makes a certificate for localhost whose name is {@code name}; {@code algorithm} is rsa or ec. */
    static void make(TlsFiles files, String name, String algorithm) throws IOException {
        List<String> key = algorithm.equals("ec")
                ? List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
                : List.of("-newkey", "rsa:2048");
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "2", "-sha256"));
        command.addAll(key);
        command.addAll(List.of(
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                files.key().toString(),
                "-out",
                files.certificate().toString()));
        if (!run(command)) {
            makeWithTheJdk(files, name, algorithm);
        }
    }

    /** Returns false if there is no such program. */
    static boolean run(List<String> command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed");
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } catch (IOException absent) {
            if (String.valueOf(absent.getMessage()).contains("error=2")) {
                return false;
            }
            throw absent;
        }
    }

    private static void makeWithTheJdk(TlsFiles files, String name, String algorithm) throws IOException {
        Path store = Files.createTempFile("tls", ".p12");
        Files.delete(store);
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                algorithm.equals("ec") ? "EC" : "RSA",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            pem(
                    files.key(),
                    "PRIVATE KEY",
                    keys.getKey("a", PASSWORD.toCharArray()).getEncoded());
            pem(files.certificate(), "CERTIFICATE", keys.getCertificate("a").getEncoded());
        } catch (GeneralSecurityException unusable) {
            throw new IOException(unusable);
        } finally {
            Files.deleteIfExists(store);
        }
    }

    private static void pem(Path file, String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    /** Connects over one version of TLS, trusting what is in {@code files} alone. */
    static SSLSocket connect(StratumServer server, TlsFiles files, String version) throws IOException {
        return over(new Socket("localhost", server.listening().get(0).getPort()), files, version);
    }

    /** Begins TLS on a socket that is connected, and closes it if that fails. */
    static SSLSocket over(Socket raw, TlsFiles files, String version) throws IOException {
        try (InputStream in = Files.newInputStream(files.certificate())) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "a", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost", raw.getPort(), true);
            socket.setSoTimeout((int) TestMiner.PATIENCE.toMillis());
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException unusable) {
            throw new IOException(unusable);
        } catch (IOException failed) {
            raw.close();
            throw failed;
        }
    }

    static String name(SSLSocket socket) throws IOException {
        X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
    }
}
