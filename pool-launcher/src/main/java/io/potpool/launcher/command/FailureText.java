package io.potpool.launcher.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.potpool.spi.SequenceGapException;
import io.potpool.spi.StoreException;
import io.potpool.spool.SpoolException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * Ends a line of the log with its failure: in words where the world has failed (the store, the disk, the net), so that an
 * outage is lines and not pages; with its whole trace where the program may have, and always where details are logged.
 */
public final class FailureText extends ThrowableHandlingConverter {

    private static final List<Class<? extends Throwable>> OF_THE_WORLD = List.of(
            StoreException.class,
            SequenceGapException.class,
            SpoolException.class,
            IOException.class,
            TimeoutException.class);

    private static final List<Class<? extends Throwable>> OF_THE_PROGRAM = List.of(
            Error.class,
            NullPointerException.class,
            IllegalArgumentException.class,
            IllegalStateException.class,
            IndexOutOfBoundsException.class,
            ClassCastException.class,
            ArithmeticException.class,
            UnsupportedOperationException.class);

    @Override
    public String convert(ILoggingEvent event) {
        IThrowableProxy proxy = event.getThrowableProxy();
        if (proxy == null) {
            return "";
        }
        if (proxy instanceof ThrowableProxy real && isOfTheWorld(real.getThrowable()) && !isDetailed()) {
            return ": " + Failures.inWords(real.getThrowable());
        }
        return System.lineSeparator() + ThrowableProxyUtil.asString(proxy).stripTrailing();
    }

    private static boolean isOfTheWorld(Throwable failure) {
        Throwable bare = Failures.bare(failure);
        if (!isAny(OF_THE_WORLD, bare)) {
            return false;
        }
        for (Throwable cause = bare; cause != null; cause = cause.getCause()) {
            if (isAny(OF_THE_PROGRAM, cause)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAny(List<Class<? extends Throwable>> kinds, Throwable failure) {
        return kinds.stream().anyMatch(kind -> kind.isInstance(failure));
    }

    private static boolean isDetailed() {
        return LoggerFactory.getLogger("io.potpool") instanceof Logger logger
                && Level.DEBUG.isGreaterOrEqual(logger.getEffectiveLevel());
    }
}
