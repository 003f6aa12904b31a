-- Records a ban, which replaces an earlier one of its origin, or lifts it; drops some that are over.
--
-- KEYS  1 bans  2 their ends
-- ARGV  1 origin  2 its end in ms, or '' to lift it  3 reason  4 now in ms
local over = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[4], 'LIMIT', 0, 100)
for i = 1, #over do
    redis.call('ZREM', KEYS[2], over[i])
    redis.call('HDEL', KEYS[1], over[i])
end
if ARGV[2] == '' then
    redis.call('ZREM', KEYS[2], ARGV[1])
    redis.call('HDEL', KEYS[1], ARGV[1])
else
    redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
    redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3])
end
return 'ok'
