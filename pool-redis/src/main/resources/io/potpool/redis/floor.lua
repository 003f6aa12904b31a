-- Raises the floor of heights, and with it the announced height and the pool's, to where another store has come.
--
-- ARGV  1 the height
local height = tonumber(ARGV[1])
if height >= 0 then
    local floor = tonumber(redis.call('HGET', KEYS[1], 'floor') or '-1')
    raise('', height)
    redis.call('HSET', KEYS[1], 'floor', whole(math.max(floor, height)))
    save()
end
return {whole(state.announced), whole(state.best), whole(state.least)}
