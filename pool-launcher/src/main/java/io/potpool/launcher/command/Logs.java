package io.potpool.launcher.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Where the log goes and how much of it. To be called before anything logs. */
final class Logs {

    private static final String TARGET = "potpool.log.target";

    private Logs() {}

    /** Standard output is kept for what the command prints. */
    static void toStandardError() {
        System.setProperty(TARGET, "System.err");
    }

    static void onlyWarnings() {
        level(Level.WARN);
    }

    /** For commands that say themselves what the log would say. */
    static void off() {
        level(Level.OFF);
    }

    static void details() {
        level(Level.DEBUG);
    }

    private static void level(Level level) {
        if (LoggerFactory.getLogger("io.potpool") instanceof Logger logger) {
            logger.setLevel(level);
        }
    }
}
