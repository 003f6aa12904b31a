-- Appends a record of the terms log, and settles it and what was pending before it where that can be. Asked again it answers
-- with the record that is there.
--
-- KEYS  9 what was asked for lately: sequences by who asks and the number he gives it
-- ARGV  1 the id of who appends  2 the highest height it has announced  3 the change  4 known; the new
--       record is told in any case  5 the highest sequence that its process was ever told of  6 how many agreements it has had
--       7 the number by which it asks
local ASKED = 10000

neverAgain(tonumber(ARGV[5]))
hadAnswers(ARGV[1], tonumber(ARGV[6]))
local asks = ARGV[1] .. ':' .. ARGV[7]
local content = ARGV[1] .. ' ' .. ARGV[3]
local sequence = redis.call('ZSCORE', KEYS[9], asks)
local there = sequence and (redis.call('HGET', KEYS[2], sequence) or redis.call('HGET', KEYS[3], sequence))
-- after a loss it may be gone, or another one's
if not there or string.match(there, '^%-?%d+ (.*)$') ~= content then
    state.sequence = state.sequence + 1
    sequence = state.sequence
    redis.call('HSET', KEYS[3], whole(sequence), ARGV[2] .. ' ' .. content)
    redis.call('ZADD', KEYS[9], whole(sequence), asks)
    redis.call('ZREMRANGEBYRANK', KEYS[9], 0, -ASKED - 1)
end
settle(ARGV[1])
return {whole(tonumber(sequence)), agreement(math.min(tonumber(ARGV[4]), tonumber(sequence) - 1), ARGV[1])}
