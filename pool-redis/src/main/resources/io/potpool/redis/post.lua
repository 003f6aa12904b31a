-- Books a posting once: checks all, then writes all.
--
-- KEYS  1 meta  2 postings  3 their numbers by id  4 accounts, then each account
-- ARGV  1 id  2 the posting  3 accounts, then name, gwei and wei below of each
local number = redis.call('HGET', KEYS[3], ARGV[1])
if number then
    return redis.call('HGET', KEYS[2], number) == ARGV[2] and 'had' or 'conflict'
end
local accounts = {}
for a = 1, tonumber(ARGV[3]) do
    local damage
    accounts[a], damage = readAccount(KEYS[4 + a], ARGV[1 + 3 * a], ARGV[2 + 3 * a], ARGV[3 + 3 * a], '0')
    if damage then
        return redis.error_reply(damage)
    end
end
redis.call('HLEN', KEYS[2])
redis.call('SCARD', KEYS[4])
local lost = lostCounts(KEYS[1], 'postings', KEYS[2])
if lost then
    return lost
end

number = redis.call('HINCRBY', KEYS[1], 'postings', 1)
redis.call('HSET', KEYS[2], number, ARGV[2])
redis.call('HSET', KEYS[3], ARGV[1], number)
for a = 1, #accounts do
    writeAccount(accounts[a], KEYS[4])
end
return 'ok'
