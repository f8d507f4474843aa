// The far side of v8.rs: a request per line on standard input, as JSON, and an answer per line on standard output.
'use strict';

// The same functions as those of host.rs.
const imports = {
  bench: {
    add: (a, b) => (a + b) | 0,
    mix: (sum, count, x) => BigInt.asIntN(64, sum * 31n + BigInt(count) + BigInt(Math.trunc(x))),
    sink: () => {},
  },
  wasi_snapshot_preview1: { fd_write: () => 52, proc_exit: () => {} },
};

const clocks = {
  wall: () => performance.now() * 1e6,
  // Of the whole process: what V8 does on other threads counts.
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) * 1e3;
  },
};

let instance;
let now;

// Nanoseconds of one call, over as many calls as take `least` nanoseconds; as `repeat` in rounds.rs.
function time({ name, parameters, expected, least }) {
  const call = instance.exports[name];
  const right = BigInt(expected);
  let calls = 0;
  let batch = 1;
  const began = now();
  for (;;) {
    for (let i = 0; i < batch; i++) {
      const got = call(...parameters);
      if (got !== right) return { got: String(got) };
    }
    calls += batch;
    const elapsed = now() - began;
    if (elapsed >= least) return { nanoseconds: elapsed / calls };
    if (elapsed < least / 8) batch = calls;
  }
}

// Calls until ten samples in a row have not been better than the best before them, by 2 %.
async function warm(request) {
  const began = performance.now();
  const slice = { ...request, least: 20e6 };
  let best = Infinity;
  let samples = 0;
  for (let same = 0; same < 10 && performance.now() - began < request.limit; same++) {
    const sample = time(slice);
    if (sample.got !== undefined) return sample;
    samples++;
    if (sample.nanoseconds < 0.98 * best) same = -1;
    best = Math.min(best, sample.nanoseconds);
    // V8 has work for this thread too.
    await new Promise(setImmediate);
  }
  return { nanoseconds: best, samples };
}

const requests = {
  load: ({ module, clock }) => {
    now = clocks[clock];
    instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(module, 'base64')), imports);
    return {};
  },
  warm,
  time,
  check: () => ({ check: instance.exports.check() }),
};

async function answer(line) {
  const request = JSON.parse(line);
  try {
    return await requests[request.kind](request);
  } catch (error) {
    return { error: String(error) };
  }
}

(async () => {
  for await (const line of require('node:readline').createInterface({ input: process.stdin })) {
    process.stdout.write(JSON.stringify(await answer(line)) + '\n');
  }
})();
