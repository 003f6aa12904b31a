package io.potpool.stratum;

import io.potpool.spi.WorkNotifications;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one port of a {@link StratumServer} serves. Immutable. */
public final class PortSettings {

    final InetSocketAddress address;
    final Set<MinerProtocol> protocols;
    final WorkFormat format;
    final TlsMode tls;
    final Optional<TlsFiles> tlsFiles;
    final Optional<TrustedProxies> proxies;
    final Optional<PasswordDifficulty> passwordDifficulty;
    final Optional<TrustedProxies> reverseProxies;
    final Optional<WorkNotifications> notifications;

    private PortSettings(Builder from) {
        address = from.address;
        protocols = Set.copyOf(from.protocols);
        format = new WorkFormat(from.workElements, from.targetStyle, from.algoHint);
        tls = from.tls;
        tlsFiles = Optional.ofNullable(from.tlsFiles);
        proxies = Optional.ofNullable(from.proxies);
        passwordDifficulty = Optional.ofNullable(from.passwordDifficulty);
        reverseProxies = Optional.ofNullable(from.reverseProxies);
        notifications = Optional.ofNullable(from.notifications);
    }

    /** Begins with a port that serves every usual protocol in plain TCP; port 0 takes a free one. */
    public static Builder at(InetSocketAddress address) {
        return new Builder(address);
    }

    boolean servesHttp() {
        return protocols.contains(MinerProtocol.GETWORK) || notifications.isPresent();
    }

    /** Collects settings. Every setter throws {@link IllegalArgumentException} for a value outside its range. */
    public static final class Builder {

        private final InetSocketAddress address;
        private Set<MinerProtocol> protocols = MinerProtocol.usual();
        private int workElements = WorkFormat.USUAL.elements();
        private boolean algoHint = WorkFormat.USUAL.algoHint();
        private TargetStyle targetStyle = WorkFormat.USUAL.targetStyle();
        private TlsMode tls = TlsMode.OFF;
        private @Nullable TlsFiles tlsFiles;
        private @Nullable TrustedProxies proxies;
        private @Nullable PasswordDifficulty passwordDifficulty;
        private @Nullable TrustedProxies reverseProxies;
        private @Nullable WorkNotifications notifications;

        private Builder(InetSocketAddress address) {
            this.address = address;
        }

        /** Sets what is served; at least one. Default {@link MinerProtocol#usual()}. */
        public Builder protocols(Set<MinerProtocol> served) {
            require(!served.isEmpty(), "a port serves at least one protocol");
            protocols = Set.copyOf(served);
            return this;
        }

        /** Sets whether work has 4 elements, the last its height, or 3. Default 4. */
        public Builder workElements(int count) {
            require(count == 3 || count == 4, "work has 3 or 4 elements");
            workElements = count;
            return this;
        }

        /** Sets whether jobs carry {@code height} and {@code algo} beside their parameters. Default true. */
        public Builder algoHint(boolean on) {
            algoHint = on;
            return this;
        }

        /** Sets how targets are written; getwork always has them padded. Default {@link TargetStyle#PADDED}. */
        public Builder targetStyle(TargetStyle style) {
            targetStyle = style;
            return this;
        }

        /** Sets that TLS is spoken, alone or beside plain TCP. Default: plain TCP. */
        public Builder tls(TlsMode mode, TlsFiles files) {
            tls = mode;
            tlsFiles = files;
            return this;
        }

        /** Sets from whom PROXY headers are taken; one from anybody else closes his connection. Default: from nobody. */
        public Builder proxyProtocol(TrustedProxies trusted) {
            proxies = trusted;
            return this;
        }

        /**
         * Sets the bounds of difficulties asked for by password and of those that follow a miner's speed, in units of 2^32
         * hashes. They concern sessions with leases only: everybody else has the pool's one default. Default: those of the server.
         */
        public Builder passwordDifficulty(BigDecimal min, BigDecimal max) {
            passwordDifficulty = new PasswordDifficulty(min, max);
            return this;
        }

        /**
         * Sets the HTTP proxies whose {@code X-Forwarded-For} names the miner's address last; from anybody else that field
         * is not read. Default: nobody.
         */
        public Builder reverseProxies(TrustedProxies trusted) {
            reverseProxies = trusted;
            return this;
        }

        /** Sets who takes the posts that are no miner's: nodes that notify of new work. Default: nobody. */
        public Builder notifications(WorkNotifications taker) {
            notifications = taker;
            return this;
        }

        /** Returns the settings. */
        public PortSettings build() {
            return new PortSettings(this);
        }

        private static void require(boolean holds, String rule) {
            if (!holds) {
                throw new IllegalArgumentException(rule);
            }
        }
    }
}
