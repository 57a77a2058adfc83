-- wrk: the addresses of a file, one after the other, at a steady pace. Each thread begins elsewhere.
local paths, at, threads = {}, 0, 0

function setup(thread)
  thread:set("first", threads * 997)
  threads = threads + 1
end

function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  pause, at = tonumber(args[2]), first
end

function delay() return pause end

function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

function done(summary, latency)
  local failed = summary.errors
  print(string.format('{"requests": %d, "seconds": %.1f, "p50": %.1f, "p95": %.1f, "p99": %.1f, "errors": %d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency:percentile(99) / 1e3, failed.connect + failed.read + failed.write + failed.status + failed.timeout))
end
