-- Sets an account to what its rows say, if it is still what it was when they were read: whatever is booked for an account
-- changes it, so then the rows are those it still has.
--
-- KEYS  1 the account  2 accounts  3 repairs
-- ARGV  1 its name  2 gwei, wei below and shares as read, each behind '=', or '-' for none  5 the same as they must be
--       8 what is noted of it
local now = redis.call('HMGET', KEYS[1], 'g', 'w', 'n')
for i = 1, 3 do
    if (now[i] and '=' .. now[i] or '-') ~= ARGV[1 + i] then
        return 'changed'
    end
end
redis.call('SCARD', KEYS[2])
redis.call('HSET', KEYS[3], redis.call('HLEN', KEYS[3]) + 1, ARGV[8])
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('HSET', KEYS[1], 'g', ARGV[5], 'w', ARGV[6], 'n', ARGV[7])
return 'ok'
