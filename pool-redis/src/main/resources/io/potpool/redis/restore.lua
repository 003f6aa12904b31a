-- What an instance gives back that this store has lost.

-- Returns who wrote a record and what it changes, without the height before.
local function content(record)
    return string.match(record, '^%-?%d+ (.*)$')
end

-- Takes the records in ARGV from one on, each a sequence and a settled record, ascending. Returns the sequence of the first one
-- that is settled otherwise here, and then has changed nothing.
local function restore(from)
    local last = state.settled
    for i = from, #ARGV, 2 do
        local there = redis.call('HGET', KEYS[2], ARGV[i])
        if there and there ~= ARGV[i + 1] then
            return ARGV[i]
        end
        last = math.max(last, tonumber(ARGV[i]))
    end
    local own = {}
    for i = from, #ARGV, 2 do
        own[ARGV[i]] = ARGV[i + 1]
        redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
        local height = tonumber(string.match(ARGV[i + 1], '^(%d+) '))
        state.announced = math.max(state.announced, height - 1)
    end
    state.sequence = math.max(state.sequence, last)
    for sequence = state.settled + 1, last do
        local waiting = redis.call('HGET', KEYS[3], sequence)
        if waiting then
            redis.call('HDEL', KEYS[3], sequence)
            local settled = own[whole(sequence)]
            if not settled or content(settled) ~= content(waiting) then
                state.sequence = state.sequence + 1
                redis.call('HSET', KEYS[3], whole(state.sequence), waiting)
            end
        end
    end
    state.settled = last
    return nil
end

-- Makes the first bytes of the nonce space that an instance holds its own again where that is lost. Returns those that another
-- has got.
local function restoreBytes(id, bytes)
    local others, lowest = {}, least()
    for byte in string.gmatch(bytes, '%d+') do
        local by = redis.call('HGET', KEYS[7], byte)
        local freeAbove = by and tonumber(string.match(by, '^f(%-?%d+)$'))
        if not by or freeAbove and lowest and freeAbove < lowest then
            redis.call('HSET', KEYS[7], byte, 'h' .. id)
        elseif by ~= 'h' .. id then
            others[#others + 1] = byte
        end
    end
    return others
end

