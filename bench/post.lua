-- wrk: posts lines of a file, each once. Arguments: the file, the path, the content type, the first line
-- from 0, the line after the last.
local requests = {}
local next_request = 0

function init(args)
  local from, to, at = tonumber(args[4]), tonumber(args[5]), 0
  for line in io.lines(args[1]) do
    if at >= from and at < to then
      requests[#requests + 1] = wrk.format("POST", args[2], { ["content-type"] = args[3] }, line)
    end
    at = at + 1
  end
end

function request()
  next_request = next_request + 1
  return requests[next_request] or wrk.format("GET", "/metrics-of-nothing")
end
