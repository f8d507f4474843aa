// Runs capsules in V8, for `cargo xtask diff --oracle v8`; see v8.rs for what goes in and out.
//
//   in:   u32 length of a header │ header (JSON) │ the modules, one behind the other
//   out:  u32 length of an answer │ answer (JSON)
//
// The first answer, to no question, says which proposals this V8 has.
'use strict';
const fs = require('fs');

const WHOLE = 1 << 20;

function read(n) {
  const buffer = Buffer.alloc(n);
  for (let at = 0; at < n; ) {
    let got = 0;
    try {
      got = fs.readSync(0, buffer, at, n - at, null);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      continue;
    }
    if (got === 0) process.exit(0);
    at += got;
  }
  return buffer;
}

function answer(value) {
  const body = Buffer.from(JSON.stringify(value));
  const out = Buffer.alloc(4 + body.length);
  out.writeUInt32LE(body.length, 0);
  body.copy(out, 4);
  for (let at = 0; at < out.length; ) at += fs.writeSync(1, out, at);
}

// The same as `hash` in transcript.rs.
function hash(bytes) {
  const parts = bytes.length <= WHOLE
    ? [bytes]
    : [bytes.subarray(0, WHOLE / 2), bytes.subarray(bytes.length - WHOLE / 2)];
  let a = 0;
  let b = 0;
  const take = (index, word) => {
    let x = Math.imul(word ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 15), 0xc2b2ae35);
    a = (a + x) | 0;
    b = (b + Math.imul(x ^ (x >>> 13), 0x27d4eb2f)) | 0;
  };
  let index = 0;
  for (const part of parts) {
    // Whole blocks of 64 bytes as words, then bytes. A view of words must begin at a multiple of four.
    const words = (part.length >> 6) << 4;
    const bytes = part.byteOffset % 4 === 0 ? part : part.slice();
    const view = new Int32Array(bytes.buffer, bytes.byteOffset, words);
    for (let i = 0; i < words; i++) if (view[i] !== 0) take(index + i, view[i]);
    index += words;
    for (let i = 4 * words; i < part.length; i++, index++) if (part[i] !== 0) take(index, part[i]);
  }
  const hex = (n) => (n >>> 0).toString(16).padStart(8, '0');
  return hex(a) + hex(b);
}

function ending(error) {
  if (error instanceof WebAssembly.Exception) return 'exception';
  if (error instanceof RangeError && /stack/.test(error.message)) return 'stack';
  return String(error && error.message);
}

// Import objects are read in the order of the imports, whatever their names are.
function inOrder(values) {
  let next = 0;
  const inner = new Proxy({}, { get: () => values[next++] });
  return new Proxy({}, { get: () => inner });
}

function look(capsule, instances) {
  const seen = [];
  for (const { part, name, len } of capsule.windows) {
    const memory = instances[part].exports[name];
    const bytes = new Uint8Array(memory.buffer);
    seen.push(len === null ? bytes : bytes.subarray(0, len));
  }
  return {
    seen: Buffer.from(seen[0]).toString('hex'),
    memories: seen.slice(1).map((bytes) => [bytes.length, hash(bytes)]),
  };
}

function run(capsule, modules) {
  const instances = [];
  const steps = [];
  for (let i = 0; i < modules.length; i++) {
    const imports = capsule.parts[i].imports.map(([part, name]) => instances[part].exports[name]);
    let module;
    try {
      module = new WebAssembly.Module(modules[i]);
    } catch (error) {
      return { refused: `${capsule.parts[i].name}: ${error.message}` };
    }
    try {
      instances.push(new WebAssembly.Instance(module, inOrder(imports)));
    } catch (error) {
      if (i !== capsule.subject || error instanceof WebAssembly.LinkError) {
        return { refused: `${capsule.parts[i].name}: ${error.message}` };
      }
      return { steps: [{ ending: ending(error), seen: '', memories: [] }] };
    }
  }
  const driver = instances[instances.length - 1].exports;
  for (const name of [null, ...capsule.steps]) {
    let how = '';
    try {
      if (name !== null) driver[name]();
    } catch (error) {
      how = ending(error);
    }
    driver.observe();
    steps.push({ ending: how, ...look(capsule, instances) });
  }
  return { steps };
}

// One small module for each proposal that not every V8 has.
function proposals(modules) {
  const has = {};
  for (const [name, hex] of Object.entries(modules)) has[name] = WebAssembly.validate(Buffer.from(hex, 'hex'));
  return has;
}

answer(proposals(JSON.parse(process.argv[process.argv.length - 1])));
for (;;) {
  const capsule = JSON.parse(read(read(4).readUInt32LE(0)).toString());
  const modules = capsule.parts.map((part) => read(part.len));
  answer(run(capsule, modules));
}
