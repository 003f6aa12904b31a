-- Records that a height is about to be announced. What can settle does so first: its records then hold from this height on.
--
-- ARGV  1 the id of who announces  2 the height, below 0 for none  3 known  4 how many agreements it has had
hadAnswers(ARGV[1], tonumber(ARGV[4]))
settle('')
raise(ARGV[1], tonumber(ARGV[2]))
return agreement(tonumber(ARGV[3]), ARGV[1])
