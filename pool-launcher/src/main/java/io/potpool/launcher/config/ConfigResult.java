package io.potpool.launcher.config;

import java.util.List;
import java.util.Optional;

/**
 * What came of reading a config file.
 *
 * @param config the config; empty if there are errors
 * @param errors all that is wrong, in the order of the file
 * @param warnings what has another effect than its writer may expect, in the order of the file
 */
public record ConfigResult(Optional<PoolConfig> config, List<Finding> errors, List<Finding> warnings) {}
