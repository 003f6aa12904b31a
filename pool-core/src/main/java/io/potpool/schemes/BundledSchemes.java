package io.potpool.schemes;

import io.potpool.spi.RewardScheme;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The reward schemes that come with the library: {@code pot} and {@code pps}. */
public final class BundledSchemes {

    private BundledSchemes() {}

    /** Returns new instances by id. Unmodifiable; each is pure from outside and safe for all threads. */
    public static Map<String, RewardScheme> all() {
        return List.<RewardScheme>of(new PotScheme(), new PpsScheme()).stream()
                .collect(Collectors.toUnmodifiableMap(RewardScheme::id, Function.identity()));
    }
}
