-- Accounts: two counters for the balance, gwei and the wei below, and a count of shares.
--
-- Gwei may exceed 2^53, where Lua's numbers lose digits: from 16 digits on they are only ever texts here, added by HINCRBY.
-- Their sums are checked before, so that HINCRBY never overflows, which would fail after the first write.
local GIGA = 1000000000
local SHARES_DIGITS = 15
local DIGITS = 19
local EXACT = 15
local MOST = 9223372030

-- Whether this is a whole number as this store writes it: of others HINCRBY may fail.
local function isWhole(text, digits)
    return text == '0' or string.match(text, '^-?[1-9]%d*$') ~= nil and #text <= digits + (string.byte(text) == 45 and 1 or 0)
end

-- Returns a number without its last nine digits; nothing if it is none, or longer than any that HINCRBY takes.
local function upper(text)
    if not isWhole(text, DIGITS) then
        return nil
    end
    local sign, digits = string.match(text, '^(-?)(%d+)$')
    local number = #digits > 9 and tonumber(string.sub(digits, 1, -10)) or 0
    return sign == '-' and -number or number
end

local function readAccount(key, name, gwei, wei, shares)
    local now = redis.call('HMGET', key, 'g', 'w', 'n')
    local account = {key = key, name = name, gwei = gwei, isNew = not now[1]}
    local oldGwei, oldWei, oldShares = now[1] or '0', now[2] or '0', now[3] or '0'
    local kept, more = upper(oldGwei), upper(gwei)
    if not kept or not isWhole(oldWei, 9) or tonumber(oldWei) < 0 or not isWhole(oldShares, SHARES_DIGITS) then
        return nil, 'DAMAGED the balance of ' .. name .. ' is no number'
    end
    if not more or math.abs(more) > MOST or math.abs(kept + more) > MOST then
        return nil, 'BOUNDS an amount for ' .. name .. ' is beyond all bounds'
    end
    account.old = oldGwei
    account.wei = tonumber(oldWei) + tonumber(wei)
    if account.wei >= GIGA then
        account.wei = account.wei - GIGA
        account.carry = true
    end
    account.shares = tonumber(oldShares) + tonumber(shares)
    return account
end

local function writeAccount(account, names)
    if account.isNew then
        redis.call('SADD', names, account.name)
    end
    local shares = string.format('%.0f', account.shares)
    if #account.old <= EXACT and #account.gwei <= EXACT then
        local gwei = tonumber(account.old) + tonumber(account.gwei) + (account.carry and 1 or 0)
        redis.call('HSET', account.key, 'g', string.format('%.0f', gwei), 'w', account.wei, 'n', shares)
        return
    end
    redis.call('HINCRBY', account.key, 'g', account.gwei)
    if account.carry then
        redis.call('HINCRBY', account.key, 'g', 1)
    end
    redis.call('HSET', account.key, 'w', account.wei, 'n', shares)
end

