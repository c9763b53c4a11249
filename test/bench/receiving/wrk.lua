-- For wrk (https://github.com/wg/wrk): sends the prepared requests of a file, each once, and prints how many were
-- answered, how many of those with 200, and in how many microseconds. Argument: the file, in which each request
-- follows its length in eight digits.
local threads = {}

function setup(thread)
  threads[1] = thread
end

function init(args)
  requests, sent, answered, accepted = {}, 0, 0, 0
  local file = assert(io.open(args[1], 'rb'))
  for length in function() return file:read(8) end do
    requests[#requests + 1] = file:read(tonumber(length))
  end
  file:close()
end

function request()
  sent = sent + 1
  return assert(requests[sent], 'there are too few requests for the time')
end

function response(status)
  answered = answered + 1
  if status == 200 then accepted = accepted + 1 end
end

function done(summary)
  local thread = threads[1]
  print(string.format('answered %d accepted %d microseconds %d',
    thread:get('answered'), thread:get('accepted'), summary.duration))
end
