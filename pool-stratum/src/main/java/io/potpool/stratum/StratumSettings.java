package io.potpool.stratum;

import io.potpool.domain.Difficulty;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How a {@link StratumServer} serves. Immutable. */
public final class StratumSettings {

    final List<PortSettings> ports;
    final int maxConnections;
    final int ioThreads;
    final Duration loginTimeout;
    final Duration idleTimeout;
    final Duration readIdleTimeout;
    final Duration stallTimeout;
    final Duration answerTimeout;
    final Duration rebroadcastInterval;
    final int maxInFlight;
    final int sendBufferBytes;
    final OptionalInt extranonceBytes;
    final Difficulty niceHashMinimum;
    final PasswordDifficulty passwordDifficulty;
    final Optional<PasswordExponent> passwordExponent;
    final Optional<VarDiffSettings> varDiff;
    final Duration tlsReloadInterval;

    private StratumSettings(Builder from) {
        ports = List.copyOf(from.ports);
        maxConnections = from.maxConnections;
        ioThreads = from.ioThreads;
        loginTimeout = from.loginTimeout;
        idleTimeout = from.idleTimeout;
        readIdleTimeout = from.readIdleTimeout;
        stallTimeout = from.stallTimeout;
        answerTimeout = from.answerTimeout;
        rebroadcastInterval = from.rebroadcastInterval;
        maxInFlight = from.maxInFlight;
        sendBufferBytes = from.sendBufferBytes;
        extranonceBytes = from.extranonceBytes;
        niceHashMinimum = from.niceHashMinimum;
        passwordDifficulty = from.passwordDifficulty;
        passwordExponent = from.passwordExponent;
        varDiff = from.varDiff;
        tlsReloadInterval = from.tlsReloadInterval;
    }

    /** Begins with the settings that suit most pools; at least one address is still to be named. */
    public static Builder builder() {
        return new Builder();
    }

    int extranonceBytes(String agent) {
        return extranonceBytes.orElse(Agents.isNiceHash(agent) ? 2 : 3);
    }

    /** Collects settings. Every setter throws {@link IllegalArgumentException} for a value outside its range. */
    public static final class Builder {

        private static final int NICEHASH_MINIMUM_BITS = 32;

        private final List<PortSettings> ports = new ArrayList<>();
        private int maxConnections = 8192;
        private int ioThreads = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
        private Duration loginTimeout = Duration.ofSeconds(10);
        private Duration idleTimeout = Duration.ofMinutes(2);
        private Duration readIdleTimeout = Duration.ofMinutes(15);
        private Duration stallTimeout = Duration.ofSeconds(5);
        private Duration answerTimeout = Duration.ofMillis(1600);
        private Duration rebroadcastInterval = Duration.ofSeconds(60);
        private int maxInFlight = 512;
        private int sendBufferBytes;
        private OptionalInt extranonceBytes = OptionalInt.empty();
        private Difficulty niceHashMinimum = Difficulty.of(1L << NICEHASH_MINIMUM_BITS);
        private Optional<PasswordExponent> passwordExponent = Optional.empty();
        private Optional<VarDiffSettings> varDiff = Optional.of(VarDiffSettings.DEFAULT);
        private PasswordDifficulty passwordDifficulty =
                new PasswordDifficulty(new BigDecimal("0.4"), BigDecimal.valueOf(1000));
        private Duration tlsReloadInterval = Duration.ofSeconds(5);

        private Builder() {}

        /** Adds an address to listen on, with the usual settings of a port; port 0 takes a free one. */
        public Builder listen(InetSocketAddress address) {
            return port(PortSettings.at(address).build());
        }

        /** Adds a port with settings of its own. */
        public Builder port(PortSettings settings) {
            ports.add(settings);
            return this;
        }

        /** Sets how many connections are served at once, over all addresses; others are closed at once. Default 8192. */
        public Builder maxConnections(int count) {
            maxConnections = positive(count);
            return this;
        }

        /** Sets the number of event loops. Default: half the processors, at least 2, at most 4. */
        public Builder ioThreads(int count) {
            ioThreads = positive(count);
            return this;
        }

        /** Sets how long a connection may last without a login. Default 10 s. */
        public Builder loginTimeout(Duration time) {
            loginTimeout = positive(time);
            return this;
        }

        /**
         * Sets after what time without a line received or a job delivered a session is closed; time without work does
         * not count. Default 120 s.
         */
        public Builder idleTimeout(Duration time) {
            idleTimeout = positive(time);
            return this;
        }

        /** Sets after what time without a line received a logged-in session is closed. Default 15 min. */
        public Builder readIdleTimeout(Duration time) {
            readIdleTimeout = positive(time);
            return this;
        }

        /** Sets how long a miner may leave his socket full before he is cut off. Default 5 s. */
        public Builder stallTimeout(Duration time) {
            stallTimeout = positive(time);
            return this;
        }

        /** Sets after what time a share without an outcome is answered "not recorded in time". Default 1.6 s. */
        public Builder answerTimeout(Duration time) {
            answerTimeout = positive(time);
            return this;
        }

        /** Sets after what time an unchanged job is sent again. Default 60 s; ethminer gives up after 180 s. */
        public Builder rebroadcastInterval(Duration time) {
            rebroadcastInterval = positive(time);
            return this;
        }

        /** Sets how many shares of one session may be under way. Default 512. */
        public Builder maxInFlight(int shares) {
            maxInFlight = positive(shares);
            return this;
        }

        /** Sets the kernel's send buffer of each connection in bytes; 0, the default, leaves it to the kernel. */
        public Builder sendBufferBytes(int bytes) {
            require(bytes >= 0, "a buffer is not negative");
            sendBufferBytes = bytes;
            return this;
        }

        /** Sets the length of extranonces for all agents: 2 or 3. Default: 2 for NiceHash, 3 for all others. */
        public Builder extranonceBytes(int bytes) {
            require(bytes == 2 || bytes == 3, "an extranonce has 2 or 3 bytes");
            extranonceBytes = OptionalInt.of(bytes);
            return this;
        }

        /** Sets the difficulty below which NiceHash is given no job. Default 2^32, its D of 1. */
        public Builder niceHashMinimum(Difficulty difficulty) {
            niceHashMinimum = difficulty;
            return this;
        }

        /** Sets the bounds of difficulties asked for by password, in units of 2^32 hashes. Default 0.4 to 1000. */
        public Builder passwordDifficulty(BigDecimal min, BigDecimal max) {
            passwordDifficulty = new PasswordDifficulty(min, max);
            return this;
        }

        /**
         * Lets miners with a lease choose their exponent of Pay on Target by password ({@code a=}) within these bounds,
         * 0 to below 1. By default they may not.
         */
        public Builder passwordExponent(BigDecimal min, BigDecimal max) {
            require(
                    min.signum() >= 0 && min.compareTo(max) <= 0 && max.compareTo(BigDecimal.ONE) < 0,
                    "an exponent lies between 0 and below 1, the lower bound not above the upper");
            passwordExponent = Optional.of(new PasswordExponent(min, max));
            return this;
        }

        /** Sets how difficulties of leases follow their miners, or that they do not. Default {@link VarDiffSettings#DEFAULT}. */
        public Builder varDiff(Optional<VarDiffSettings> settings) {
            varDiff = settings;
            return this;
        }

        /** Sets how often certificates are looked at for a change. Default 5 s. */
        public Builder tlsReloadInterval(Duration time) {
            tlsReloadInterval = positive(time);
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws IllegalStateException if no address was named
         */
        public StratumSettings build() {
            if (ports.isEmpty()) {
                throw new IllegalStateException("no address to listen on");
            }
            return new StratumSettings(this);
        }

        private static int positive(int count) {
            require(count > 0, "a count is above 0");
            return count;
        }

        private static Duration positive(Duration time) {
            require(!time.isZero() && !time.isNegative(), "a time is above 0");
            return time;
        }

        private static void require(boolean holds, String rule) {
            if (!holds) {
                throw new IllegalArgumentException(rule);
            }
        }
    }
}
