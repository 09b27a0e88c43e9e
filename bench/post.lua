-- wrk: posts each line of a file once. Arguments: the file, the path, the content type.
local requests = {}
local next_request = 0

function init(args)
  for line in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("POST", args[2], { ["content-type"] = args[3] }, line)
  end
end

function request()
  next_request = next_request + 1
  return requests[next_request] or wrk.format("GET", "/metrics-of-nothing")
end
