-- Takes what an instance confirms, removes who is silent for too long, and settles what can be settled.
--
-- ARGV  1 its id  2 known  3 seen  4 announced  5 lowest committable  6 the store's time it has received  7 its state
--       8 how long another may be silent, in ms  9 the highest sequence that its process was ever told of  10 how many
--       agreements it has had  11 the loss that it answers, or 0  12 the first bytes it holds, then what it gives back: the
--       sequence and the text of each settled record
local own = instances[ARGV[1]]
if not own then
    local since = string.match(redis.call('HGET', KEYS[8], ARGV[1]) or '', '(%d+)$')
    if not since then
        return {'forgotten', 'lost'}
    end
    -- for how long it had not been heard of when it was removed
    return {'forgotten', tonumber(since) - tonumber(ARGV[6]) > tonumber(ARGV[8]) and 'silent' or 'named'}
end
local watched = now >= state.now and now - state.now < UNWATCHED
for id, i in pairs(instances) do
    if not watched then
        i.at = now
        saveInstance(id)
    end
end
state.now = now
own.at = now
neverAgain(tonumber(ARGV[9]))
hadAnswers(ARGV[1], tonumber(ARGV[10]))
if own.lost > 0 and own.lost == tonumber(ARGV[11]) then
    local otherwise = restore(13)
    if otherwise then
        remove(ARGV[1], true, ABSENT_LEAD)
        settle('')
        agreement(state.settled, nil)
        return {'otherwise', otherwise}
    end
    own.lost = 0
end
own.seen = own.lost > 0 and 0 or tonumber(ARGV[3])
own.time = tonumber(ARGV[6])
own.lowest = tonumber(ARGV[5])
redis.call('HSET', KEYS[5], 's' .. ARGV[1], ARGV[7])
saveInstance(ARGV[1])
local announced = tonumber(ARGV[4])
if announced > own.announced then
    -- it announced while the store was away
    raise(ARGV[1], announced)
end
local silent = {}
for id, i in pairs(instances) do
    if id ~= ARGV[1] and now - i.at > tonumber(ARGV[8]) then
        silent[#silent + 1] = id
    end
end
for i = 1, #silent do
    remove(silent[i], true, 0)
end
local others = restoreBytes(ARGV[1], ARGV[12])
settle('')
local reply, pending = agreement(tonumber(ARGV[2]), ARGV[1]), {}
local from = math.max(state.settled, own.seen) + 1
for sequence = from, math.min(from + MOST_PENDING - 1, state.sequence) do
    local record = redis.call('HGET', KEYS[3], sequence)
    if record then
        pending[#pending + 1] = whole(sequence)
        pending[#pending + 1] = record
    end
end
reply[#reply + 1] = pending
reply[#reply + 1] = others
return reply
