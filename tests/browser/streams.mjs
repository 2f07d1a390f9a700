// Compares recorded answers about streams inside Pyodide:
//   node streams.mjs PYODIDE_FOLDER WHEELS CHECKOUT
// prints how many there were and the ids of those that differ.

import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, wheels, checkout] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(resolve(pyodide, "pyodide.mjs")).href);
const python = await loadPyodide();
for (const name of readdirSync(wheels).filter((name) => name.startsWith("ruamel"))) {
  python.unpackArchive(new Uint8Array(readFileSync(join(wheels, name))), "zip", { extractDir: "/packages" });
}
python.mountNodeFS("/checkout", resolve(checkout));
console.log(python.runPython(`
import sys
sys.path[:0] = ["/checkout", "/packages"]
from dslint.reader.libyaml import BACK_END
assert BACK_END == "ruamel.yaml (pure Python)", BACK_END
from tests.conformance.kinds import KINDS
kind = KINDS["stream"]
cases = list(kind.cases())
f"{len(cases)} {[case['id'] for case in cases if list(kind.compare(case))]}"
`));
