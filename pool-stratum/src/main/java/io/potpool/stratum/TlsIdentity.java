package io.potpool.stratum;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port's certificate and key, read again when their files change. What cannot be used, such as one of them that is
 * written already while the other is not, is logged and the last good pair stays. Handshakes do their arithmetic on threads of their own, as many as there are processors, so that a storm
 * of them delays no miner. Thread-safe.
 */
final class TlsIdentity implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);
    private static final int MAX_HANDSHAKES_WAITING = 4096;
    private static final long MAX_BYTES = 1 << 20;

    private final TlsFiles files;
    private final StratumMetrics metrics;
    private final ScheduledExecutorService watcher =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("stratum-tls-files", true));
    private final ThreadPoolExecutor handshakes;
    private volatile SslContext current;
    private List<FileTime> read;

    /** @throws IOException if the files cannot be used; the message says why */
    TlsIdentity(TlsFiles files, Duration reloadInterval, StratumMetrics metrics) throws IOException {
        this(files, reloadInterval, metrics, threads());
    }

    TlsIdentity(TlsFiles files, Duration reloadInterval, StratumMetrics metrics, ThreadPoolExecutor handshakes)
            throws IOException {
        this.files = files;
        this.metrics = metrics;
        this.handshakes = handshakes;
        read = times();
        current = load(files);
        long nanos = reloadInterval.toNanos();
        var unused = watcher.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private static ThreadPoolExecutor threads() {
        int processors = Runtime.getRuntime().availableProcessors();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                processors,
                processors,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MAX_HANDSHAKES_WAITING),
                new DefaultThreadFactory("stratum-tls", true));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    SslHandler handler(ByteBufAllocator buffers, Duration patience) {
        OneHandshake once = new OneHandshake(handshakes, metrics);
        SslHandler handler = current.newHandler(buffers, once);
        var unused = handler.handshakeFuture().addListener(ended -> once.end());
        handler.setHandshakeTimeoutMillis(patience.toMillis());
        return handler;
    }

    private void look() {
        try {
            List<FileTime> now = times();
            if (!now.equals(read)) {
                current = load(files);
                read = now;
                metrics.tlsReloaded.increment();
                LOG.info("new connections are served with the certificate in {}", files.certificate());
            }
        } catch (IOException | RuntimeException unusable) {
            metrics.tlsReloadFailed.increment();
            LOG.warn("the changed TLS files are not used, the former certificate stays: {}", unusable.getMessage());
        }
    }

    private List<FileTime> times() throws IOException {
        return List.of(time(files.certificate()), time(files.key()));
    }

    private static FileTime time(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("cannot read " + file);
        }
        return Files.getLastModifiedTime(file);
    }

    static SslContext load(TlsFiles files) throws IOException {
        if (Files.size(files.certificate()) > MAX_BYTES || Files.size(files.key()) > MAX_BYTES) {
            throw new IOException(
                    "a file of more than 1 MiB is no certificate or key: " + files.certificate() + ", " + files.key());
        }
        try {
            SslContext context = SslContextBuilder.forServer(
                            files.certificate().toFile(), files.key().toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
            TlsProbe.check(context);
            return context;
        } catch (IOException | IllegalArgumentException unusable) {
            throw new IOException(
                    "cannot use " + files.certificate() + " with " + files.key() + ": " + reason(unusable)
                            + "; both are PEM, the key in PKCS#8 (openssl pkcs8 -topk8 -nocrypt) without a password",
                    unusable);
        }
    }

    private static String reason(Throwable fault) {
        Throwable deepest = fault;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    @Override
    public void close() {
        watcher.shutdownNow();
        handshakes.shutdown();
    }
}
