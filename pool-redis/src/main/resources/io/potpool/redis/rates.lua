-- Adds to the work that hash rates are shown from. It is for display: what is wrong with one login's is left out, hence pcall.
--
-- KEYS  1 rates, then the rates of each login
-- ARGV  1 the oldest ten minutes to keep  2 logins: login, the ten minutes of its newest share, fields, then field and
--       work of each
local RATE_SECONDS = 5 * 3600
local FIELDS = 4096

local oldest, at = tonumber(ARGV[1]), 2
local function arg()
    at = at + 1
    return ARGV[at]
end
local left = 0
for l = 1, tonumber(ARGV[2]) do
    local rates, login, newest = KEYS[l + 1], arg(), arg()
    local isNew = false
    for _ = 1, tonumber(arg()) do
        local field, work = arg(), arg()
        local sum = redis.pcall('HINCRBY', rates, field, work)
        if type(sum) ~= 'number' then
            left = left + 1
        end
        isNew = isNew or sum == tonumber(work)
    end
    if isNew then
        redis.pcall('ZADD', KEYS[1], 'GT', newest, login)
        redis.pcall('EXPIRE', rates, RATE_SECONDS)
        local fields = redis.pcall('HKEYS', rates)
        local many = #fields > FIELDS
        for i = 1, #fields do
            if many or (tonumber(string.match(fields[i], '^(%d+):') or '0')) < oldest then
                redis.pcall('HDEL', rates, fields[i])
            end
        end
    end
end
return left
