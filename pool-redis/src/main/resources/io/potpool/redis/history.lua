-- Adds records of the history once each: checks all, then writes all.
--
-- KEYS  1 meta  2 the records  3 their numbers by id
-- ARGV  id and record of each
local fresh, own = {}, {}
for i = 1, #ARGV, 2 do
    local id, record = ARGV[i], ARGV[i + 1]
    local number = redis.call('HGET', KEYS[3], id)
    local there = own[id] or (number and redis.call('HGET', KEYS[2], number))
    if not there then
        own[id] = record
        fresh[#fresh + 1] = id
    elseif there ~= record then
        return {'conflict', id}
    end
end
redis.call('HLEN', KEYS[2])
local lost = lostCounts(KEYS[1], 'history', KEYS[2])
if lost then
    return lost
end

for i = 1, #fresh do
    local number = redis.call('HINCRBY', KEYS[1], 'history', 1)
    redis.call('HSET', KEYS[2], number, own[fresh[i]])
    redis.call('HSET', KEYS[3], fresh[i], number)
end
return {'ok', #fresh}
