-- Reads a part of the accounts, and how many batches and postings the ledger had at that moment.
--
-- KEYS  1 meta, then accounts
local reply = {redis.call('HMGET', KEYS[1], 'batches', 'postings', 'swaps')}
for i = 2, #KEYS do
    reply[i] = redis.call('HMGET', KEYS[i], 'g', 'w', 'n')
end
return reply
