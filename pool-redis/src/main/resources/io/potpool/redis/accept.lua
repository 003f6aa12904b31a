-- Sets the pool's height, up or down; it follows the heights announced after.
--
-- ARGV  1 the height
for id, i in pairs(instances) do
    i.top = -1
    saveInstance(id)
end
state.best = tonumber(ARGV[1])
save()
return {whole(state.announced), whole(state.best), whole(state.least)}
