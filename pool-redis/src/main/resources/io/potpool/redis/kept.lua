-- What a batch is refused for before anything else is looked at.

-- Whether an instance that was removed may still bring shares of a height, for which everything is kept.
local function isKept(ranges, height)
    for lowest, highest in string.gmatch(ranges, '(%d+)%-(%d+)') do
        if height >= tonumber(lowest) and height <= tonumber(highest) then
            return true
        end
    end
    return false
end

-- Returns the reply to a batch that must not be applied; nothing for one that may. The hour is that of its newest share.
local function refusal(meta, batches, journal, hour, headers)
    local lost = lostCounts(meta, 'batches', batches)
    if lost then
        return lost
    end
    local fields = redis.call('HMGET', meta, 'pruned', 'prunedHour', 'kept', 'admitted:' .. journal)
    if not fields[1] or fields[4] or tonumber(hour) > tonumber(fields[2]) then
        return nil
    end
    for h = 1, #headers do
        local height = tonumber(headers[h].height)
        if height < tonumber(fields[1]) and not isKept(fields[3] or '', height) then
            return {'pruned', headers[h].height}
        end
    end
    return nil
end

