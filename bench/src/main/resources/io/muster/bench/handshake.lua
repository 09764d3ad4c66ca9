-- Asks for the version on a connection of its own each time.
function init()
  request_text = wrk.format("GET", "/version", { ["Connection"] = "close" })
end
function request()
  return request_text
end
