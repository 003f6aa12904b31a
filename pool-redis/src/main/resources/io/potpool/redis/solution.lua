-- Records a solution as pending unless it is there, or what became of it.
--
-- KEYS  1 solutions  2 fates  3 heights
-- ARGV  1 header and nonce  2 height  3 the solution  4 its fate, or '' for a first record
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[3]) == 1 then
    redis.call('ZADD', KEYS[3], ARGV[2], ARGV[1])
end
if ARGV[4] == '' then
    redis.call('HSETNX', KEYS[2], ARGV[1], 'PENDING')
else
    redis.call('HSET', KEYS[2], ARGV[1], ARGV[4])
end
return 'ok'
