-- Books that a batch cannot be had any more, unless it is applied: a gap from the journal's mark to the batch behind it.
--
-- KEYS  1 marks  2 gaps
-- ARGV  1 journal  2 sequence  3 now, ms
local markText = redis.call('HGET', KEYS[1], ARGV[1]) or '0'
local sequence = tonumber(ARGV[2])
if sequence <= tonumber(markText) then
    return 'had'
end
local gap = ARGV[1] .. ':' .. markText
local known = redis.call('HGET', KEYS[2], gap)
if not known or tonumber(string.match(known, '^%d+') or '0') <= sequence then
    redis.call('HSET', KEYS[2], gap, string.format('%.0f', sequence + 1) .. ' ' .. ARGV[3])
end
return 'ok'
