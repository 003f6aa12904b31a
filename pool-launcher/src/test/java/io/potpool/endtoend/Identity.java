package io.potpool.endtoend;

import io.potpool.stratum.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A certificate of the JDK's own making for a pool, and clients that trust nothing else. */
final class Identity {

    private static final String PASSWORD = "changeit";
    private static final int PATIENCE_MILLIS = 20_000;

    final TlsFiles files;
    final SSLContext client;

    private Identity(TlsFiles files, SSLContext client) {
        this.files = files;
        this.client = client;
    }

    static Identity make(Path directory) throws IOException {
        Path store = directory.resolve("identity.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options = "-genkeypair -alias a -keyalg EC -groupname secp256r1 -dname CN=localhost -validity 2"
                + " -storetype PKCS12 -storepass " + PASSWORD + " -keystore";
        ProcessBuilder command = new ProcessBuilder(keytool);
        command.command().addAll(List.of(options.split(" ")));
        command.command().add(store.toString());
        command.redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile());
        try {
            if (command.start().waitFor() != 0) {
                throw new IOException(Files.readString(directory.resolve("keytool.log")));
            }
            return read(directory, store);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } catch (GeneralSecurityException unusable) {
            throw new IOException(unusable);
        }
    }

    private static Identity read(Path directory, Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        TlsFiles files = new TlsFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        pem(files.certificate(), "CERTIFICATE", keys.getCertificate("a").getEncoded());
        pem(files.key(), "PRIVATE KEY", keys.getKey("a", PASSWORD.toCharArray()).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        return new Identity(files, client);
    }

    private static void pem(Path file, String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    /** Connects from a loopback address and finishes the handshake; its receive buffer is small. */
    SSLSocket connect(int port, String from) throws IOException {
        Socket raw = new Socket();
        try {
            raw.setReceiveBufferSize(4096);
            raw.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            raw.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            return over(raw);
        } catch (IOException failed) {
            raw.close();
            throw failed;
        }
    }

    /** Finishes the handshake on a connection. */
    SSLSocket over(Socket raw) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(raw, "localhost", raw.getPort(), true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
        return socket;
    }
}
