-- Says what store this is, and makes it one of this chain if there is none yet; nothing if what says so is lost.
--
-- KEYS  1 meta, then keys that no store has without it
-- ARGV  1 schema of this program  2 chain  3 chain id
if redis.call('HEXISTS', KEYS[1], 'schema') == 0 then
    for i = 1, #KEYS do
        if redis.call('EXISTS', KEYS[i]) == 1 then
            return {}
        end
    end
    redis.call('HSET', KEYS[1], 'schema', ARGV[1], 'least', ARGV[1], 'chain', ARGV[2], 'chainId', ARGV[3])
end
return redis.call('HMGET', KEYS[1], 'schema', 'least', 'chain', 'chainId')
