-- Changes fields of hashes if all are what they are expected to be; else changes nothing. Whoever computes the new values
-- can so do it outside, exactly, and begin anew if another was faster.
--
-- KEYS  1 auditing  2 meta  3 hours  4 batches of the hour, then any hashes
-- ARGV  1 the hour of KEYS[4], then for each field: number of its hash among KEYS, field, expected, new; both begin with
--       '=' or are '-' for none
if redis.call('EXISTS', KEYS[1]) == 1 then
    return 'auditing'
end
for i = 2, #ARGV, 4 do
    local now = redis.call('HGET', KEYS[tonumber(ARGV[i])], ARGV[i + 1])
    if (now and '=' .. now or '-') ~= ARGV[i + 2] then
        return 'changed'
    end
end
redis.call('ZCARD', KEYS[3])
local lost = lostCounts(KEYS[2], 'swaps')
if lost then
    return lost
end
redis.call('HINCRBY', KEYS[2], 'swaps', 1)
for i = 2, #ARGV, 4 do
    local hash = KEYS[tonumber(ARGV[i])]
    if ARGV[i + 3] == '-' then
        redis.call('HDEL', hash, ARGV[i + 1])
    else
        redis.call('HSET', hash, ARGV[i + 1], string.sub(ARGV[i + 3], 2))
    end
end
if redis.call('EXISTS', KEYS[4]) == 0 then
    redis.call('ZREM', KEYS[3], ARGV[1])
end
return 'ok'
