-- Asks for a token.
function init()
  request_text = wrk.format("GET", "/new?size=3")
end
function request()
  return request_text
end
