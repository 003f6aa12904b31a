-- What the instances of a pool have agreed on. Every script that begins with this has the keys
--
--   1 state  2 terms, settled  3 terms, pending  4 instances  5 their names and states  6 gone  7 first bytes  8 absent
--
-- state: sequence (of the last record), settled (the last settled one), announced, best, least (committable), now
-- terms: sequence -> 'height by change', pending: sequence -> 'announced by change'
-- instances: id -> 'seen time announced top lowest at order answers lost'; time: the store's time it had received when it
-- confirmed, at: when that came, top: its greatest height since the operator last set the pool's height, answers: how many
-- agreements it was sent, lost: above 0 if this store has lost one of them, until the instance has answered that number
-- names and states: id -> its name, 's' and id -> its state, for display
-- first bytes: byte -> 'h' and who holds it, or 'f' and the height announced when its holder ended
-- absent: id -> 'lowest highest since': who was removed without having ended, and the heights its spool may still hold;
-- ' over' behind it once it has ended, and the next run of its spool still holds such heights
local FRESH = 2500       -- a confirmation that carries an older time counts for nothing
local ALIVE = 60000      -- who is silent for longer says nothing about heights
local UNWATCHED = 10000  -- without any confirmation for so long the store was away: nobody was silent then
local LEAD = 7           -- a lone instance further ahead does not move the pool's height
local MOST_GONE = 64
local MOST_ABSENT = 64
local MARGIN = 16        -- heights that may be committed below the least that an instance has named: a chain may fall
local ABSENT_LEAD = 128  -- heights that an instance may announce that does not know of its removal; who was silent for
                         -- as long as it takes has stopped announcing long before
local MOST_SETTLED = 4096
local MOST_PENDING = 1000

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function whole(number)
    return string.format('%.0f', number)
end

local fields = {'sequence', 'settled', 'announced', 'best', 'least', 'now'}
local kept = redis.call('HMGET', KEYS[1], unpack(fields))
local state = {
    sequence = tonumber(kept[1] or '0'), settled = tonumber(kept[2] or '0'), announced = tonumber(kept[3] or '-1'),
    best = tonumber(kept[4] or '-1'), least = tonumber(kept[5] or '0'), now = tonumber(kept[6] or '0')
}

local function save()
    for i = 1, #fields do
        redis.call('HSET', KEYS[1], fields[i], whole(state[fields[i]]))
    end
end

local instances, count = {}, 0
local flat = redis.call('HGETALL', KEYS[4])
for i = 1, #flat, 2 do
    local seen, told, announced, top, lowest, at, order, rest =
        string.match(flat[i + 1], '^(%-?%d+) (%-?%d+) (%-?%d+) (%-?%d+) (%-?%d+) (%-?%d+) (%-?%d+)(.*)$')
    if order then
        local answers, lost = string.match(rest, '^ (%d+) (%d+)$')
        instances[flat[i]] = {
            seen = tonumber(seen), time = tonumber(told), announced = tonumber(announced), top = tonumber(top),
            lowest = tonumber(lowest), at = tonumber(at), order = tonumber(order), answers = tonumber(answers or '0'),
            lost = tonumber(lost or '0')
        }
        count = count + 1
    end
end

local function saveInstance(id)
    local i = instances[id]
    redis.call('HSET', KEYS[4], id, table.concat({
        whole(i.seen), whole(i.time), whole(i.announced), whole(i.top), whole(i.lowest), whole(i.at), whole(i.order),
        whole(i.answers), whole(i.lost)
    }, ' '))
end

local function register(id)
    if not instances[id] then
        count = count + 1
    end
    instances[id] = {
        seen = 0, time = now, announced = -1, top = -1, lowest = state.least, at = now, order = now, answers = 0,
        lost = 0
    }
    saveInstance(id)
end

local function least()
    local lowest
    for _, i in pairs(instances) do
        lowest = math.min(lowest or i.lowest, i.lowest)
    end
    return lowest
end

-- Whether a registered instance may still commit heights up to one: it may have the spool of an earlier run.
local function isHeld(highest)
    local lowest = least()
    return lowest and highest and lowest - MARGIN <= tonumber(highest)
end

-- Remembers what may still be in the spool of an instance that has not ended, so that nothing it needs is deleted.
local function remember(id, i, lead)
    local lowest = math.max(0, math.min(i.lowest, state.announced) - MARGIN)
    local highest = math.max(0, i.announced, state.announced) + lead
    redis.call('HSET', KEYS[8], id, whole(lowest) .. ' ' .. whole(highest) .. ' ' .. whole(now))
    while redis.call('HLEN', KEYS[8]) > MOST_ABSENT do
        local flat, oldest, since = redis.call('HGETALL', KEYS[8]), nil, nil
        for k = 1, #flat, 2 do
            local at = tonumber(string.match(flat[k + 1], '^%d+ %d+ (%d+)') or '0')
            if not since or at < since then
                oldest, since = flat[k], at
            end
        end
        redis.call('HDEL', KEYS[8], oldest)
    end
end

-- What is kept for an instance that is over stays for as long as the next run of its spool may bring it.
local function over(id)
    local kept = redis.call('HGET', KEYS[8], id)
    local range, highest = string.match(kept or '', '^(%d+ (%d+) %d+)')
    if isHeld(highest) then
        redis.call('HSET', KEYS[8], id, range .. ' over')
    elseif kept then
        redis.call('HDEL', KEYS[8], id)
    end
end

local function remove(id, isGone, lead)
    if not isGone then
        over(id)
    end
    if not instances[id] then
        return
    end
    if isGone then
        remember(id, instances[id], lead)
    end
    instances[id] = nil
    count = count - 1
    redis.call('HDEL', KEYS[4], id)
    redis.call('HDEL', KEYS[5], id, 's' .. id)
    local bytes = redis.call('HGETALL', KEYS[7])
    for i = 1, #bytes, 2 do
        if bytes[i + 1] == 'h' .. id then
            redis.call('HSET', KEYS[7], bytes[i], 'f' .. whole(state.announced))
        end
    end
    if isGone then
        redis.call('RPUSH', KEYS[6], id)
        redis.call('LTRIM', KEYS[6], -MOST_GONE, -1)
    end
end

-- Takes note of a height that an instance, or whoever is not registered, announces.
local function raise(id, height)
    if height < 0 then
        return
    end
    local own = instances[id] or {announced = -1, top = -1}
    own.announced = math.max(own.announced, height)
    own.top = math.max(own.top, height)
    if instances[id] then
        saveInstance(id)
    end
    state.announced = math.max(state.announced, height)
    local first, second = own.top, -1
    for other, i in pairs(instances) do
        if other ~= id and now - i.at < ALIVE then
            second = math.max(second, math.min(first, i.top))
            first = math.max(first, i.top)
        end
    end
    local shared = first
    if second >= 0 and first - second > LEAD then
        shared = second
    end
    state.best = math.max(state.best, shared)
end

-- A store that has lost its last writes gives none of their sequences to another record: who had read the lost one would
-- never read that.
local function neverAgain(sequence)
    state.sequence = math.max(state.sequence, sequence)
end

-- An instance says how many agreements of this store it has had. If they are more than this store knows of, it has lost writes
-- that it had confirmed: what the instance has seen may be lost too, and the numbers of records given to others since.
local function hadAnswers(id, answers)
    local own = instances[id]
    if own and answers > own.answers then
        own.answers = answers
        own.lost = answers + 1
        own.seen = 0
        saveInstance(id)
    end
end

-- Settles what every registered instance has seen, in order. Alone, an instance needs nobody: its own record settles as
-- it appends it.
local function settle(appender)
    for _, i in pairs(instances) do
        if i.lost > 0 then
            return
        end
    end
    local isAlone = appender ~= '' and (count == 0 or count == 1 and instances[appender] ~= nil)
    local last = math.min(state.sequence, state.settled + MOST_SETTLED)
    for sequence = state.settled + 1, last do
        local record = redis.call('HGET', KEYS[3], sequence)
        local announced, by, change = string.match(record or '-1  ', '^(%-?%d+) (%x*) (.*)$')
        if not isAlone or record and by ~= appender then
            for id, i in pairs(instances) do
                local fresh = now - i.time >= 0 and now - i.time < FRESH
                if not fresh or id ~= by and i.seen < sequence then
                    return
                end
            end
        end
        -- else one was lost with the writes of a failed master, and nobody has had it
        if record then
            local height = math.max(state.announced, tonumber(announced)) + 1
            redis.call('HSET', KEYS[2], sequence, whole(height) .. ' ' .. by .. ' ' .. change)
            redis.call('HDEL', KEYS[3], sequence)
        end
        state.settled = sequence
    end
end

-- Returns the agreement for an instance, or for nobody, with all records settled after one.
local function agreement(known, id)
    local records = {}
    for from = known + 1, state.settled, 1000 do
        local wanted = {}
        for sequence = from, math.min(from + 999, state.settled) do
            wanted[#wanted + 1] = whole(sequence)
        end
        local page = redis.call('HMGET', KEYS[2], unpack(wanted))
        for i = 1, #wanted do
            if page[i] then
                records[#records + 1] = wanted[i]
                records[#records + 1] = page[i]
            end
        end
    end
    local lowest = least()
    state.least = lowest or state.least
    save()
    local own = instances[id] or {answers = -1, lost = 0}
    own.answers = own.answers + 1
    if instances[id] then
        saveInstance(id)
    end
    return {
        'ok', records, whole(state.sequence), whole(state.announced), whole(state.best), lowest and whole(lowest) or '',
        redis.call('LRANGE', KEYS[6], 0, -1), whole(now), whole(state.settled),
        whole(own.answers), whole(own.lost), whole(count)
    }
end

