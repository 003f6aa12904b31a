-- Says what store this is, and makes it one of this chain if there is none yet.
--
-- KEYS  1 meta
-- ARGV  1 schema of this program  2 chain  3 chain id
if redis.call('EXISTS', KEYS[1]) == 0 then
    redis.call('HSET', KEYS[1], 'schema', ARGV[1], 'least', ARGV[1], 'chain', ARGV[2], 'chainId', ARGV[3])
end
return redis.call('HMGET', KEYS[1], 'schema', 'least', 'chain', 'chainId')
