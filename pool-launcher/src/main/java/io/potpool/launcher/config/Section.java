package io.potpool.launcher.config;

import io.potpool.domain.Address;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads the members of one object; what is wrong becomes an error, and the reader goes on with a value that fits. */
final class Section {

    private static final int MAX_DECIMALS = 28;
    private static final int MAX_ZEROS = 80;
    private static final Value.Obj NOTHING = new Value.Obj(0, Map.of());

    private final Value.Obj object;
    private final String path;
    private final Findings findings;

    Section(Value.Obj object, String path, Findings findings) {
        this.object = object;
        this.path = path;
        this.findings = findings;
    }

    int line() {
        return object.line();
    }

    String path() {
        return path;
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    boolean has(String key) {
        return given(key).isPresent();
    }

    /** Returns what is given under a key; null counts as not given. */
    Optional<Value> given(String key) {
        Value value = object.members().get(key);
        return value == null || value instanceof Value.Null ? Optional.empty() : Optional.of(value);
    }

    /** Returns the object under a key, an empty one if it is not given. */
    Section section(String key) {
        Value.Obj inner = typed(key, Value.Obj.class, "an object").orElse(NOTHING);
        return new Section(inner, path(key), findings);
    }

    /** Calls {@code each} for every key, of objects whose keys are free. */
    void forEachKey(BiConsumer<Section, String> each) {
        object.members().keySet().forEach(key -> each.accept(this, key));
    }

    /** Returns the objects of a list. */
    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        for (Value item : items(key)) {
            String place = path(key) + "[" + sections.size() + "]";
            if (!(item instanceof Value.Obj)) {
                findings.error(item.line(), place, "must be an object, not " + item.kind());
            }
            sections.add(new Section(item instanceof Value.Obj inner ? inner : NOTHING, place, findings));
        }
        return sections;
    }

    List<Value> items(String key) {
        return typed(key, Value.Arr.class, "a list").map(Value.Arr::items).orElse(List.of());
    }

    boolean flag(String key, boolean otherwise) {
        return typed(key, Value.Bool.class, "true or false")
                .map(Value.Bool::value)
                .orElse(otherwise);
    }

    Optional<String> text(String key) {
        return typed(key, Value.Text.class, "a text").map(Value.Text::text);
    }

    /** Returns a text turned into something else; an {@link IllegalArgumentException} becomes an error. */
    <T> Optional<T> text(String key, Function<String, T> parse) {
        return text(key).flatMap(text -> attempt(key, () -> parse.apply(text)));
    }

    Optional<BigDecimal> decimal(String key) {
        return typed(key, Value.Num.class, "a number").map(Value.Num::number).flatMap(number -> {
            boolean huge = number.scale() > MAX_DECIMALS || number.scale() < -MAX_ZEROS;
            if (huge) {
                error(key, "has too many digits");
            }
            return huge ? Optional.empty() : Optional.of(number);
        });
    }

    Optional<BigDecimal> decimal(String key, BigDecimal least, BigDecimal most) {
        return decimal(key).filter(number -> within(key, number, least, most));
    }

    Optional<BigInteger> integer(String key) {
        return decimal(key).flatMap(number -> {
            if (number.stripTrailingZeros().scale() > 0) {
                error(key, "must be a whole number");
                return Optional.empty();
            }
            return Optional.of(number.toBigIntegerExact());
        });
    }

    Optional<Long> integer(String key, long least, long most) {
        return integer(key)
                .filter(number ->
                        within(key, new BigDecimal(number), BigDecimal.valueOf(least), BigDecimal.valueOf(most)))
                .map(BigInteger::longValueExact);
    }

    /** Returns a whole number that may also be written as a text, as large ones are. */
    Optional<BigInteger> bigInteger(String key) {
        if (given(key).orElse(null) instanceof Value.Text text) {
            if (text.text().matches("[0-9]{1,80}")) {
                return Optional.of(new BigInteger(text.text()));
            }
            error(key, "must be a whole number");
            return Optional.empty();
        }
        return integer(key);
    }

    Duration duration(String key, Duration otherwise, Duration least) {
        Duration span = text(key, Durations::parse).orElse(otherwise);
        if (span.compareTo(least) < 0) {
            error(key, "must be at least " + Durations.format(least));
            return otherwise;
        }
        return span;
    }

    Optional<Address> address(Value item, String place) {
        if (item instanceof Value.Text text) {
            try {
                return Optional.of(Address.parse(text.text()));
            } catch (IllegalArgumentException e) {
                findings.error(item.line(), place, String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }
        findings.error(item.line(), place, "must be a text, not " + item.kind());
        return Optional.empty();
    }

    /** Runs something that may refuse a key's value with an {@link IllegalArgumentException}. */
    <T> Optional<T> attempt(String key, Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (IllegalArgumentException e) {
            error(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    void error(String key, String text) {
        findings.error(given(key).map(Value::line).orElse(line()), path(key), text);
    }

    void warning(String key, String text) {
        findings.warning(given(key).map(Value::line).orElse(line()), path(key), text);
    }

    private boolean within(String key, BigDecimal number, BigDecimal least, BigDecimal most) {
        if (number.compareTo(least) >= 0 && number.compareTo(most) <= 0) {
            return true;
        }
        error(key, "must lie between " + least.toPlainString() + " and " + most.toPlainString());
        return false;
    }

    private <T extends Value> Optional<T> typed(String key, Class<T> type, String words) {
        Optional<Value> value = given(key);
        if (value.isPresent() && !type.isInstance(value.get())) {
            error(key, "must be " + words + ", not " + value.get().kind());
        }
        return value.filter(type::isInstance).map(type::cast);
    }
}
