-- Registers an instance that starts.
--
-- ARGV  1 its id  2 its name  3 its state  4 the sequence after which records are to be told
register(ARGV[1])
redis.call('HSET', KEYS[5], ARGV[1], ARGV[2], 's' .. ARGV[1], ARGV[3])
return agreement(tonumber(ARGV[4]), ARGV[1])
