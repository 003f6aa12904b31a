-- Accounts: two counters for the balance, gwei and the wei below, and a count of shares.
--
-- Gwei may exceed 2^53, where Lua's numbers lose digits: from 16 digits on they are only ever texts here, added by HINCRBY.
-- Both sides have at most 18 digits, so that HINCRBY never overflows, which would fail after the first write.
local GIGA = 1000000000
local DIGITS = 18
local EXACT = 15

local function isNumber(text)
    local digits = string.match(text, '^-?(%d+)$')
    return digits and #digits <= DIGITS
end

local function readAccount(key, name, gwei, wei, shares)
    local now = redis.call('HMGET', key, 'g', 'w', 'n')
    local account = {key = key, name = name, gwei = gwei, isNew = not now[1]}
    local oldGwei, oldWei, oldShares = now[1] or '0', tonumber(now[2] or '0'), tonumber(now[3] or '0')
    if not isNumber(oldGwei) or not oldWei or oldWei < 0 or oldWei >= GIGA
            or not oldShares then
        return nil, 'DAMAGED the balance of ' .. name .. ' is no number, or beyond all bounds'
    end
    if not isNumber(gwei) then
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

