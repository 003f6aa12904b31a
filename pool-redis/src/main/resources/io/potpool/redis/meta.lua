-- Whether the counts of a store are what they were: no number may be given twice.

-- Returns an error if a store's counts are lost, or if the next number of this count is already used in a hash of these
-- numbers.
local function lostCounts(meta, count, numbers)
    local fields = redis.call('HMGET', meta, 'schema', count)
    if not string.match(fields[2] or '0', '^%d+$') then
        return redis.error_reply('DAMAGED the count of ' .. count .. ' is not a number')
    end
    local next = string.format('%.0f', tonumber(fields[2] or '0') + 1)
    if not fields[1] or numbers and redis.call('HEXISTS', numbers, next) == 1 then
        return redis.error_reply('DAMAGED the counts in ' .. meta .. ' are lost: see "a lost meta" in docs/operating')
    end
    return nil
end

