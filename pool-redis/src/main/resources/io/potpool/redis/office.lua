-- Takes, renews or leaves an office; every change of its holder raises its token, to the server's time at least: so it also
-- rises above one that was lost with the writes of a failed master.
--
-- KEYS  1 offices
-- ARGV  1 office  2 who asks, or '' to leave it  3 for how long, in ms  4 the token of who leaves
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local holder, token, ends = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '- 0 0', '^(%S+) (%d+) (%d+)$')
if not ends then
    return redis.error_reply('DAMAGED the office ' .. ARGV[1])
end
if ARGV[2] == '' then
    if token == ARGV[4] then
        redis.call('HSET', KEYS[1], ARGV[1], '- ' .. token .. ' 0')
    end
    return {'left'}
end
if holder ~= ARGV[2] then
    if holder ~= '-' and tonumber(ends) > now then
        return {'held'}
    end
    token = string.format('%.0f', math.max(tonumber(token) + 1, now))
end
ends = string.format('%.0f', now + tonumber(ARGV[3]))
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. token .. ' ' .. ends)
return {'taken', token, ends}
