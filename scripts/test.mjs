// `npm test [-- LEVEL [PART OF A PATH]]`: sets up what it needs and runs everything, or one level.
// The last line counts all of it.
import { runTools } from "./check.mjs";
import { setUp } from "./setup.mjs";
import { runLevel } from "./test-level.mjs";
import { setUpEditor, setUpTestModels } from "./test-setup.mjs";

const [level, only = ""] = process.argv.slice(2);
const wanted = (name) => level === undefined || level === name;
const total = { passed: 0, failed: 0, skipped: 0 };

function add(title, result) {
  for (const name of Object.keys(total)) total[name] += result[name];
  process.stdout.write(
    `\n== ${title}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped ==\n\n`,
  );
}

setUp();
if (level === undefined) add("check", runTools());
if (wanted("unit")) add("unit", await runLevel("unit", { only }));
if (wanted("worker")) add("worker", await runLevel("worker", { only }));
if (wanted("weather")) add("weather", await runLevel("weather", { only }));
if (wanted("model")) add("model", await runLevel("model", { only, env: setUpTestModels() }));
if (wanted("host")) add("host", await runLevel("host", { only, env: { ...setUpTestModels(), ...setUpEditor() } }));

process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exit(total.failed === 0 ? 0 : 1);
