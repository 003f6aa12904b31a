package io.potpool.launcher.check;

/**
 * What one check found.
 *
 * @param name what was looked at, such as {@code node main}
 * @param remedy what the operator can do; empty if nothing is wrong
 */
public record Verdict(Level level, String name, String finding, String remedy) {

    /** How bad it is. */
    public enum Level {
        OK("ok"),
        WARN("WARN"),
        FAIL("FAIL");

        private final String text;

        Level(String text) {
            this.text = text;
        }
    }

    static Verdict ok(String name, String finding) {
        return new Verdict(Level.OK, name, finding, "");
    }

    static Verdict warn(String name, String finding, String remedy) {
        return new Verdict(Level.WARN, name, finding, remedy);
    }

    static Verdict fail(String name, String finding, String remedy) {
        return new Verdict(Level.FAIL, name, finding, remedy);
    }

    /** Returns one line. */
    @Override
    public String toString() {
        return level.text + " " + name + ": " + finding + (remedy.isEmpty() ? "" : " - " + remedy);
    }
}
