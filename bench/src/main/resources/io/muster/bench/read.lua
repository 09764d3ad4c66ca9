-- Reads random keys out of the 10,000 that were written first.
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("seed", threads)
end
function init(args)
  math.randomseed(seed)
  query = args[1] or ""
end
function request()
  return wrk.format("GET", "/v2/keys/bench/" .. math.random(10000) .. query)
end
