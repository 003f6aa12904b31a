-- Takes a first byte of the nonce space for an instance: the lowest free one, 00 and ff last. One that it was given and does not
-- know of it is given again.
--
-- ARGV  1 its id  2 the lowest byte  3 the highest byte  4 the bytes it knows to be its own
local lowest = least()
local held = {}
local flat = redis.call('HGETALL', KEYS[7])
for i = 1, #flat, 2 do
    held[tonumber(flat[i])] = flat[i + 1]
end
local function isFree(byte)
    local by = held[byte]
    if not by then
        return true
    end
    if string.sub(by, 1, 1) == 'h' then
        local id = string.sub(by, 2)
        if not instances[id] and id ~= ARGV[1] then
            -- its holder has ended without this store being told, or never registered
            redis.call('HSET', KEYS[7], byte, 'f' .. whole(state.announced))
        end
        return false
    end
    return lowest ~= nil and tonumber(string.sub(by, 2)) < lowest
end
local order = {}
for byte = math.max(tonumber(ARGV[2]), 1), math.min(tonumber(ARGV[3]), 254) do
    order[#order + 1] = byte
end
if tonumber(ARGV[2]) == 0 then
    order[#order + 1] = 0
end
if tonumber(ARGV[3]) == 255 then
    order[#order + 1] = 255
end
local known = {}
for byte in string.gmatch(ARGV[4], '%d+') do
    known[tonumber(byte)] = true
end
for i = 1, #order do
    if held[order[i]] == 'h' .. ARGV[1] and not known[order[i]] then
        return order[i]
    end
end
for i = 1, #order do
    if isFree(order[i]) then
        redis.call('HSET', KEYS[7], order[i], 'h' .. ARGV[1])
        return order[i]
    end
end
return -1
