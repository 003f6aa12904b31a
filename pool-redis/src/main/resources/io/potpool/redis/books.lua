-- Accounts: two counters for the balance, gwei and the wei below, and a count of shares.
--
-- Gwei may exceed 2^53, where Lua's numbers lose digits: from 16 digits on they are only ever texts here, added by HINCRBY.
-- Their sums are checked before, so that HINCRBY never overflows, which would fail after the first write.
local GIGA = 1000000000
local DIGITS = 19
local EXACT = 15
local MOST = 9223372030

-- Returns a number without its last nine digits; nothing if it is none, or longer than any that HINCRBY takes.
local function upper(text)
    local sign, digits = string.match(text, '^(-?)(%d+)$')
    if not digits or #digits > DIGITS then
        return nil
    end
    local number = #digits > 9 and tonumber(string.sub(digits, 1, -10)) or 0
    return sign == '-' and -number or number
end

local function readAccount(key, name, gwei, wei, shares)
    local now = redis.call('HMGET', key, 'g', 'w', 'n')
    local account = {key = key, name = name, gwei = gwei, isNew = not now[1]}
    local oldGwei, oldWei, oldShares = now[1] or '0', tonumber(now[2] or '0'), tonumber(now[3] or '0')
    local kept, more = upper(oldGwei), upper(gwei)
    if not kept or not oldWei or oldWei < 0 or oldWei >= GIGA or not oldShares then
        return nil, 'DAMAGED the balance of ' .. name .. ' is no number'
    end
    if not more or math.abs(more) > MOST or math.abs(kept + more) > MOST then
        return nil, 'BOUNDS an amount for ' .. name .. ' is beyond all bounds'
    end
    account.old = oldGwei
    account.wei = oldWei + tonumber(wei)
    if account.wei >= GIGA then
        account.wei = account.wei - GIGA
        account.carry = true
    end
    account.shares = oldShares + tonumber(shares)
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

