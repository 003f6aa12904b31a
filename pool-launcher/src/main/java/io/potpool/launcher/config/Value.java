package io.potpool.launcher.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A value of the config file, with the line it begins on. */
sealed interface Value {

    int line();

    /** What it is, in words for an operator. */
    String kind();

    /** Members in the order of the file. */
    record Obj(int line, Map<String, Value> members) implements Value {
        @Override
        public String kind() {
            return "an object";
        }
    }

    record Arr(int line, List<Value> items) implements Value {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Text(int line, String text) implements Value {
        @Override
        public String kind() {
            return "a text";
        }
    }

    record Num(int line, BigDecimal number) implements Value {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record Bool(int line, boolean value) implements Value {
        @Override
        public String kind() {
            return value ? "true" : "false";
        }
    }

    /** The family's programs read null as "not given"; so do we. */
    record Null(int line) implements Value {
        @Override
        public String kind() {
            return "null";
        }
    }
}
