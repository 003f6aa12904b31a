-- Appends a record of the terms log, and settles it and what was pending before it where that can be.
--
-- ARGV  1 the id of who appends  2 the highest height it has announced  3 the change  4 known; the new
--       record is told in any case  5 the highest sequence that its process was ever told of
neverAgain(tonumber(ARGV[5]))
state.sequence = state.sequence + 1
redis.call('HSET', KEYS[3], whole(state.sequence), ARGV[2] .. ' ' .. ARGV[1] .. ' ' .. ARGV[3])
settle(ARGV[1])
return {whole(state.sequence), agreement(math.min(tonumber(ARGV[4]), state.sequence - 1))}
