-- Accounts: two counters for the balance, gwei and the wei below, and a count of shares.
--
-- Gwei may exceed 2^53, where Lua's numbers lose digits: from 16 digits on they are only ever texts here, added by HINCRBY.
-- Their sums are checked before, so that HINCRBY never overflows, which would fail after the first write.
local GIGA = 1000000000
local SHARES_DIGITS = 15
local DIGITS = 19
local EXACT = 15
local MOST = 9223372030

local find, byte, sub, format = string.find, string.byte, string.sub, string.format

-- Whether this is a whole number as this store writes it: of others HINCRBY may fail.
local function isWhole(text, digits)
    return text == '0' or find(text, '^-?[1-9]%d*$') ~= nil and #text <= digits + (byte(text) == 45 and 1 or 0)
end

-- Returns a number without its last nine digits.
local function upper(text)
    local isNegative = byte(text) == 45
    local number = tonumber(sub(text, isNegative and 2 or 1, -10)) or 0
    return isNegative and -number or number
end

-- Whether the sum of two whole numbers is one that HINCRBY takes. Short ones always are.
local function isWithinBounds(old, more)
    if #old <= EXACT and #more <= EXACT then
        return true
    end
    local high = upper(more)
    return math.abs(high) <= MOST and math.abs(upper(old) + high) <= MOST
end

local function readAccount(key, name, gwei, wei, shares)
    local now = redis.call('HMGET', key, 'g', 'w', 'n')
    local oldGwei, oldWei, oldShares = now[1] or '0', now[2] or '0', now[3] or '0'
    local isSound = isWhole(oldGwei, DIGITS) and isWhole(oldWei, 9) and byte(oldWei) ~= 45 and isWhole(oldShares, SHARES_DIGITS)
    if not isSound or #oldGwei > EXACT and math.abs(upper(oldGwei)) > MOST then
        return nil, 'DAMAGED the balance of ' .. name .. ' is no number: "potpool repair-account ' .. name .. '" mends it'
    end
    if not isWhole(gwei, DIGITS) or not isWithinBounds(oldGwei, gwei) then
        return nil, 'BOUNDS an amount for ' .. name .. ' is beyond all bounds'
    end
    local sum = oldWei + wei
    local carry = sum >= GIGA
    return {
        key = key, name = name, gwei = gwei, isNew = not now[1], old = oldGwei, carry = carry,
        wei = carry and sum - GIGA or sum, shares = oldShares + shares
    }
end

local function writeAccount(account, names)
    if account.isNew then
        redis.call('SADD', names, account.name)
    end
    local shares = format('%.0f', account.shares)
    if #account.old <= EXACT and #account.gwei <= EXACT then
        local gwei = account.old + account.gwei + (account.carry and 1 or 0)
        redis.call('HSET', account.key, 'g', format('%.0f', gwei), 'w', account.wei, 'n', shares)
        return
    end
    redis.call('HINCRBY', account.key, 'g', account.gwei)
    if account.carry then
        redis.call('HINCRBY', account.key, 'g', 1)
    end
    redis.call('HSET', account.key, 'w', account.wei, 'n', shares)
end

