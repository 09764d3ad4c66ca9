-- Registers three members at each token of a list, the tokens shared among the threads; the list must be long enough.
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("id", threads)
  thread:set("step", 2)
end
function init(args)
  tokens = {}
  for line in io.lines(args[1]) do
    tokens[#tokens + 1] = line
  end
  place = 3 * (id - 1)
  headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
end
function request()
  local token = tokens[math.floor(place / 3) + 1]
  local member = place % 3
  place = place + 1
  if place % 3 == 0 then
    place = place + 3 * (step - 1)
  end
  return wrk.format("PUT", "/" .. token .. "/m" .. member .. "?prevExist=false", headers,
    "value=n" .. member .. "%3Dhttp%3A%2F%2F10.0.0." .. member .. "%3A2380")
end
