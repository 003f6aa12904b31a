-- Says what may be deleted from now on, before it is: from here on a batch with such shares is refused. Gives up what is kept
-- for instances that have been absent for too long.
--
-- KEYS  9 meta
-- ARGV  1 nonces of headers below this height  2 whose newest share is of an hour before this one  3 now, in ms
--       4 for how long absent instances are waited for, in ms
local lost = lostCounts(KEYS[9], 'batches')
if lost then
    return lost
end
local flat = redis.call('HGETALL', KEYS[8])
local ranges, reply = {}, {}
for i = 1, #flat, 2 do
    local lowest, highest, since, over = string.match(flat[i + 1], '^(%d+) (%d+) (%d+)( ?%a*)$')
    if not since or tonumber(ARGV[3]) - tonumber(since) > tonumber(ARGV[4]) or over ~= '' and not isHeld(highest) then
        redis.call('HDEL', KEYS[8], flat[i])
    else
        ranges[#ranges + 1] = lowest .. '-' .. highest
        reply[#reply + 1] = lowest
        reply[#reply + 1] = highest
    end
end
-- an instance that has come back since the caller asked may commit lower ones
local below = math.min(tonumber(ARGV[1]), least() or math.huge)
if below < tonumber(ARGV[1]) then
    reply[#reply + 1] = whole(below)
    reply[#reply + 1] = whole(tonumber(ARGV[1]) - 1)
end
local before = redis.call('HMGET', KEYS[9], 'pruned', 'prunedHour')
redis.call('HSET', KEYS[9], 'pruned', whole(math.max(tonumber(before[1] or '0'), below)),
    'prunedHour', whole(math.max(tonumber(before[2] or '0'), tonumber(ARGV[2]))), 'kept', table.concat(ranges, ' '))
return reply
