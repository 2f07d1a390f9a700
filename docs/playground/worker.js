// Runs dslint in WebAssembly, apart from the page, so that typing never waits for an answer.
//
// Python starts from a snapshot of its memory in which dslint is already imported (made by
// scripts/build_playground.py): that takes about a second, where importing it here would take ten.

const RUNTIME = new URL("./runtime/", import.meta.url).href;
const PAGE_BYTES = 65536;
const PARTS = [["lint", "lint"], ["plan", "plan"], ["describe", "describe_all"]];

let python;
let playground;
let runtime;
let withJson = false;
let wanted = null;
let busy = false;

const say = (kind, more) => postMessage({ kind, ...more });
const waiting = []; // fixes asked for before everything was loaded

onmessage = ({ data }) => {
  if (data.kind === "fix") waiting.push(data.question);
  else wanted = data;
  if (playground) work();
};

start().catch((error) => say("failed", { text: `The playground could not be loaded: ${error.message ?? error}` }));

async function start() {
  const found = await fetch(`${RUNTIME}runtime.json`);
  if (!found.ok) {
    say("failed", { text: "This copy of the site was built without the playground: python3 scripts/docs.py --build needs npm and pip for it." });
    return;
  }
  runtime = await found.json();
  countBytes(runtime.bytes);
  makeRoomFor(runtime.memory);
  const { loadPyodide } = await import(`${RUNTIME}pyodide.mjs`);
  const packages = fetch(`${RUNTIME}packages.zip`).then((answer) => answer.arrayBuffer());
  const samples = fetch(`${RUNTIME}examples.json`).then((answer) => answer.json());
  python = await loadPyodide({ indexURL: RUNTIME, _loadSnapshot: snapshot() });
  say("progress", { part: 0.9, text: "Starting dslint…" });
  python.unpackArchive(await packages, "zip", { extractDir: runtime.folder });
  playground = python.pyimport("dslint.playground");
  say("ready", { about: JSON.parse(playground.about()), samples: await samples });
  work();
}

async function snapshot() {
  const answer = await fetch(`${RUNTIME}snapshot.gz`);
  return new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

// Report how much of everything that is fetched has arrived.
function countBytes(total) {
  const real = fetch;
  let arrived = 0;
  self.fetch = async (...request) => {
    const answer = await real(...request);
    if (!answer.body || !answer.ok) return answer;
    const counter = new TransformStream({
      transform(chunk, controller) {
        arrived += chunk.length;
        const part = Math.min(arrived / total, 1);
        const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
        say("progress", { part: part * 0.9, text: `Loading ${megabytes(Math.min(arrived, total))} of ${megabytes(total)} MB…` });
        controller.enqueue(chunk);
      },
    });
    return new Response(answer.body.pipeThrough(counter), { status: answer.status, headers: answer.headers });
  };
}

// The snapshot is larger than the memory that a new Python begins with.
function makeRoomFor(bytes) {
  for (const name of ["instantiateStreaming", "instantiate"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await real(...given);
      const memory = (made.instance ?? made).exports.memory;
      const lacking = memory ? bytes - memory.buffer.byteLength : 0;
      if (lacking > 0) memory.grow(Math.ceil(lacking / PAGE_BYTES));
      return made;
    };
  }
}

async function work() {
  if (busy) return;
  busy = true;
  while (wanted || waiting.length > 0) {
    if (waiting.length > 0) fix(waiting.shift());
    if (wanted) await answer(wanted);
  }
  busy = false;
}

function fix(question) {
  const { manifests } = ask("fix", JSON.stringify(question));
  if (manifests !== undefined) say("fixed", { before: question.manifests, manifests });
}

async function answer({ number, question }) {
  wanted = null;
  await loadJsonReader(question.nodes).catch(() => {}); // without it, the plan says what is missing
  const text = JSON.stringify(question);
  for (const [part, name] of PARTS) {
    const start = performance.now();
    say("answer", { number, part, answer: ask(name, text), milliseconds: performance.now() - start });
    await new Promise((resolve) => setTimeout(resolve)); // lets newer texts arrive
    if (wanted) return;
  }
}

function ask(name, text) {
  try {
    return JSON.parse(playground[name](text));
  } catch (error) {
    const lines = String(error.message ?? error).trim().split("\n");
    return { error: `dslint failed on this text: ${lines.at(-1)}. Please report it.` };
  }
}

// Inventories in JSON are read by a compiled package, which is loaded when the first one is pasted.
async function loadJsonReader(nodes) {
  if (withJson || !/^\s*[[{]/.test(nodes)) return;
  await python.loadPackage(RUNTIME + runtime.json, { messageCallback() {}, errorCallback() {} });
  withJson = true;
}
