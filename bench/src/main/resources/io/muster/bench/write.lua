-- Overwrites random keys out of 10,000 with 100 bytes.
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("seed", threads)
end
function init()
  math.randomseed(seed)
  body = "value=" .. string.rep("x", 100)
  headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
end
function request()
  return wrk.format("PUT", "/v2/keys/bench/" .. math.random(10000), headers, body)
end
