package io.potpool.launcher.config;

/**
 * One thing that is to be said about a config file.
 *
 * @param line the line it stands on, from 1; 0 if it belongs to no line
 * @param path the key's path, such as {@code proxy.stratum.listen}; empty for the file as a whole
 * @param text what is wrong or what it means, without any secret
 */
public record Finding(int line, String path, String text) {

    @Override
    public String toString() {
        String place = line == 0 ? "" : "line " + line + ": ";
        return place + (path.isEmpty() ? "" : path + ": ") + text;
    }
}
