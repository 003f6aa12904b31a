-- Applies a batch of shares: checks all, then writes all. A mistake found after the first write could not be undone.
--
-- KEYS  1 meta  2 marks  3 fates  4 gaps  5 batches of the hour  6 hours  7 headers  8 headers by hour  9 accounts
--      10 rates, then the nonces of each header, each account, the rates of each login
-- ARGV  1 journal  2 sequence  3 shares  4 outcomes, '1' for late  5 '1' to record a gap  6 now, ms  7 hour  8 the batch
--       9 headers: header, height, nonces, then index and nonce of each
--       then accounts: name, gwei, wei below (0..999999999), shares
--       then logins: login, the ten minutes of its newest share, the oldest to keep, fields, then field and work of each
--
-- Which shares are late only the server knows, how their batch looks only the caller, who seals it: where the two do not
-- agree, nothing is written, and the caller sends it again as it must be.
local journal, sequence, shares, late = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local CHUNK = 4000
local FATES = 1000
local FATES_SECONDS = 30 * 24 * 3600
local RATE_SECONDS = 5 * 3600
local FIELDS = 4096

local markText = redis.call('HGET', KEYS[2], journal) or '0'
local mark = tonumber(markText)
if sequence <= mark then
    return {'kept', redis.call('HGET', KEYS[3], ARGV[2])}
end
if sequence > mark + 1 then
    if ARGV[5] == '1' then
        local gap = journal .. ':' .. markText
        local known = redis.call('HGET', KEYS[4], gap)
        if not known or tonumber(string.match(known, '^%d+')) < sequence then
            redis.call('HSET', KEYS[4], gap, ARGV[2] .. ' ' .. ARGV[6])
        end
    end
    return {'gap', markText}
end

local at, key = 8, 10
local function arg()
    at = at + 1
    return ARGV[at]
end
local function nextKey()
    key = key + 1
    return KEYS[key]
end

local headers, isLate = {}, {}
for h = 1, tonumber(arg()) do
    local header = {key = nextKey(), hash = arg(), height = arg(), index = {}, nonces = {}}
    for i = 1, tonumber(arg()) do
        header.index[i] = tonumber(arg())
        header.nonces[i] = arg()
    end
    headers[h] = header
    for from = 1, #header.nonces, CHUNK do
        local to = math.min(from + CHUNK - 1, #header.nonces)
        local known = redis.call('SMISMEMBER', header.key, unpack(header.nonces, from, to))
        for i = from, to do
            local place = header.index[i]
            if known[i - from + 1] == 1 then
                isLate[#isLate + 1] = place
            end
        end
    end
end
local expected, found = 0, 0
for h = 1, #headers do
    for i = 1, #headers[h].index do
        if string.byte(late, headers[h].index[i] + 1) == 49 then
            expected = expected + 1
        end
    end
end
for i = 1, #isLate do
    if string.byte(late, isLate[i] + 1) == 49 then
        found = found + 1
    end
end
if found ~= expected or found ~= #isLate then
    local reply = {'late'}
    for i = 1, #isLate do
        reply[i + 1] = isLate[i]
    end
    return reply
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
if not string.match(redis.call('HGET', KEYS[1], 'batches') or '0', '^%d+$') then
    return redis.error_reply('DAMAGED the count of batches is not a number')
end

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
    for from = 1, #header.nonces, CHUNK do
        redis.call('SADD', header.key, unpack(header.nonces, from, math.min(from + CHUNK - 1, #header.nonces)))
    end
    redis.call('ZADD', KEYS[7], header.height, header.hash)
    redis.call('ZADD', KEYS[8], 'GT', ARGV[7], header.hash)
end
for a = 1, #accounts do
    writeAccount(accounts[a], KEYS[9])
end

-- Rates are for display: whatever is wrong with them must not fail the money above, hence pcall.
for _ = 1, tonumber(arg()) do
    local rates, login, newest, oldest = nextKey(), arg(), arg(), arg()
    local isNew = false
    for _ = 1, tonumber(arg()) do
        local field, work = arg(), arg()
        local sum = redis.pcall('HINCRBY', rates, field, work)
        isNew = isNew or type(sum) == 'number' and sum == tonumber(work)
    end
    if isNew then
        redis.pcall('ZADD', KEYS[10], 'GT', newest, login)
        redis.pcall('EXPIRE', rates, RATE_SECONDS)
        local fields = redis.pcall('HKEYS', rates)
        local many = #fields > FIELDS
        for i = 1, #fields do
            if many or (tonumber(string.match(fields[i], '^(%d+):') or '0')) < tonumber(oldest) then
                redis.pcall('HDEL', rates, fields[i])
            end
        end
    end
end
return {'ok'}
