-- Takes an instance off the register.
--
-- ARGV  1 its id  2 '1' if the others are to end its leases
remove(ARGV[1], ARGV[2] == '1', ABSENT_LEAD)
settle('')
agreement(state.settled, nil)
return 'ok'
