-- Applies a batch of shares: checks all, then writes all. A mistake found after the first write could not be undone.
--
-- KEYS  1 meta  2 marks  3 fates  4 gaps  5 batches of the hour  6 hours  7 headers  8 headers by hour  9 accounts
--      then the nonces of each header, each account
-- ARGV  1 journal  2 sequence  3 shares  4 outcomes, '1' for late  5 '1' to record a gap  6 now, ms  7 hour  8 the batch
--       9 late nonces, then which they are, counted from 1 over all headers, in order
--       then headers: header, height, nonces, then each nonce
--       then accounts: name, gwei, wei below (0..999999999), shares
--
-- Which shares are late only the server knows, how their batch looks only the caller, who seals it: where the two do not
-- agree, nothing is written, and the caller sends it again as it must be.
local journal, sequence, shares, late = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local CHUNK = 4000
local FATES = 1000
local FATES_SECONDS = 30 * 24 * 3600

local markText = redis.call('HGET', KEYS[2], journal) or '0'
local mark = tonumber(markText)
if sequence <= mark then
    return {'kept', redis.call('HGET', KEYS[3], ARGV[2])}
end
if sequence > mark + 1 then
    if ARGV[5] == '1' then
        local gap = journal .. ':' .. markText
        local known = redis.call('HGET', KEYS[4], gap)
        if not known or tonumber(string.match(known, '^%d+') or '0') < sequence then
            redis.call('HSET', KEYS[4], gap, ARGV[2] .. ' ' .. ARGV[6])
        end
    end
    return {'gap', markText}
end

local at, key = 8, 9
local function arg()
    at = at + 1
    return ARGV[at]
end
local function nextKey()
    key = key + 1
    return KEYS[key]
end

local expected, found = {}, {}
for l = 1, tonumber(arg()) do
    expected[l] = tonumber(arg())
end
local headers, before = {}, 0
for h = 1, tonumber(arg()) do
    local header = {key = nextKey(), hash = arg(), height = arg(), nonces = tonumber(arg())}
    header.from, at = at + 1, at + header.nonces
    headers[h] = header
    for from = header.from, at, CHUNK do
        local known = redis.call('SMISMEMBER', header.key, unpack(ARGV, from, math.min(from + CHUNK - 1, at)))
        for i = 1, #known do
            if known[i] == 1 then
                found[#found + 1] = before + from - header.from + i
            end
        end
    end
    before = before + header.nonces
end
local trouble = refusal(KEYS[1], KEYS[5], journal, ARGV[7], headers)
if trouble then
    return trouble
end
local isAsExpected = #found == #expected
for l = 1, #found do
    isAsExpected = isAsExpected and found[l] == expected[l]
end
if not isAsExpected then
    return {'late', found}
end

local accounts = {}
for a = 1, tonumber(arg()) do
    local damage
    accounts[a], damage = readAccount(nextKey(), arg(), arg(), arg(), arg())
    if damage then
        return redis.error_reply(damage)
    end
end
-- keys of another type would fail in the middle too
redis.call('HLEN', KEYS[3])
redis.call('HLEN', KEYS[5])
redis.call('ZCARD', KEYS[6])
redis.call('ZCARD', KEYS[7])
redis.call('ZCARD', KEYS[8])
redis.call('SCARD', KEYS[9])

-- first what may fail for its value: it then fails before anything is written
local number = redis.call('HINCRBY', KEYS[1], 'batches', 1)
redis.call('HSET', KEYS[2], journal, ARGV[2])
redis.call('HSET', KEYS[3], ARGV[2], string.find(late, '1', 1, true) and '=' .. late or shares)
redis.call('HDEL', KEYS[3], sequence - FATES)
redis.call('EXPIRE', KEYS[3], FATES_SECONDS)
redis.call('HSET', KEYS[5], number, ARGV[8])
redis.call('ZADD', KEYS[6], ARGV[7], ARGV[7])
for h = 1, #headers do
    local header = headers[h]
    local last = header.from + header.nonces - 1
    for from = header.from, last, CHUNK do
        redis.call('SADD', header.key, unpack(ARGV, from, math.min(from + CHUNK - 1, last)))
    end
    redis.call('ZADD', KEYS[7], header.height, header.hash)
    redis.call('ZADD', KEYS[8], 'GT', ARGV[7], header.hash)
end
for a = 1, #accounts do
    writeAccount(accounts[a], KEYS[9])
end
return {'ok'}
