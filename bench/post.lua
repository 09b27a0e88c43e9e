-- wrk: posts each line of a file once, then idles on a cheap path.
local requests = {}
local next_request = 0

function init(args)
  for line in io.lines(args[1]) do
    requests[#requests + 1] =
      wrk.format("POST", "/v1/sns", { ["content-type"] = "text/plain" }, line)
  end
end

function request()
  next_request = next_request + 1
  return requests[next_request] or wrk.format("GET", "/health/live")
end
