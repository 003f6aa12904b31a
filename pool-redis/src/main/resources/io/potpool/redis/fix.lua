-- Fixes what a header means, once for the whole pool; returns what was fixed first.
--
-- KEYS  1 jobs  2 their heights
-- ARGV  1 header  2 height  3 what it means
local fixed = redis.call('HGET', KEYS[1], ARGV[1])
if fixed then
    return fixed
end
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return ARGV[3]
