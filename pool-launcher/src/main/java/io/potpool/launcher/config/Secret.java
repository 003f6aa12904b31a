package io.potpool.launcher.config;

/** A text that must not be printed. Its string form hides it. */
public record Secret(String reveal) {

    @Override
    public String toString() {
        return "(hidden)";
    }
}
