import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { settingNames } from "../../../lib/settings/experiment_settings.ts";
import { settingFlag } from "../../../lib/settings/setting_flags.ts";
import { root } from "../../../lib/system/paths.ts";
import { runCommand } from "../../../lib/system/run_command.ts";

function cli(args: string[], env: Record<string, string> = {}) {
  return runCommand(Deno.execPath(), ["run", "-A", "lib/cli.ts", ...args], {
    cwd: root,
    env: { NO_COLOR: "1", ...env },
  });
}

/** Calls that must fail, and the one sentence that they must print. */
const refused: [string[], RegExp][] = [
  [["train", "--split", "people"], /Error: split must be one of random, subject, development, and is people\./],
  [["train", "--preset", "best"], /Error: There is no preset "best": there are article, by-person, recordings\./],
  [["train", "--resume", "none"], /Error: There is no run none to resume/],
  [
    ["train", "--resume", "none", "--batch", "8"],
    /Error: A run that continues keeps its settings: leave out batch, or begin a new run\./,
  ],
  [["train", "--data", "none.zip"], /Error: none\.zip does not exist/],
  [
    ["train", "--data", "synthetic", "--cardinality", "3", "--epochs", "1"],
    /64 input channels cannot be divided among 3/,
  ],
  [["train", "--epochs", "many"], /"many" is not a number/],
  [["train", "--epochs", "0"], /Error: epochs must be a whole number of 1 or more, and is 0\./],
  [["sweep", "none.json"], /Error: none\.json cannot be read/],
  [["sweep", "none.json", "--processes", "0"], /Error: --processes must be a whole number of 1 or more, and is 0\./],
  [["predict", "--model", "none", "--recording", "a.txt", "b.txt"], /Error: a\.txt cannot be read/],
  [["predict", "--model", "none", "--recording", "a.txt"], /Error: a\.txt cannot be read/],
  [["export", "--model", "none"], /Error: There is no run none/],
  [["report", "--notebook", "77"], /Error: There is no notebook 77/],
  [["report", "--set", "epochs"], /Error: --set takes key=value/],
  [["check-reference", "none.json"], /Error: none\.json cannot be read/],
  [["setup", "--device", "tpu"], /Allowed choices are cuda, cpu/],
  [["train", "--device", "gpu"], /Allowed choices are auto, cuda, cpu/],
  [["nonsense"], /unknown command 'nonsense'/],
];

for (const [args, sentence] of refused) {
  Deno.test(`deno task ${args.join(" ")} fails with one sentence`, async () => {
    const { code, output } = await cli(args);
    assertEquals(code, 1);
    assertMatch(output, sentence);
    assertEquals(output.includes("    at "), false);
  });
}

Deno.test("a wrong flag ends with the error and one line on where the help is", async () => {
  const { code, output } = await cli(["train", "--epohs", "3"]);
  assertEquals(code, 1);
  assertEquals(output.trim().split("\n"), [
    "error: unknown option '--epohs'",
    "(Did you mean --epochs?)",
    "Help: deno task train --help",
  ]);
});

Deno.test("train takes a flag for every setting of the table", async () => {
  const { output } = await cli(["train", "--help"]);
  for (const name of settingNames) assertStringIncludes(output, `${settingFlag(name).flag} `);
});

Deno.test("a setting that the table does not allow is refused before any notebook runs", async () => {
  const { code, output } = await cli(["report", "--set", "epochs=0"]);
  assertEquals([code, output], [1, "Error: epochs must be a whole number of 1 or more, and is 0."]);
});

Deno.test("HAR_DEBUG shows where an error happened", async () => {
  assertStringIncludes((await cli(["check-reference", "none.json"], { HAR_DEBUG: "1" })).output, "    at ");
});

Deno.test("help names every task", async () => {
  const { code, output } = await cli(["--help"]);
  assertEquals(code, 0);
  const { tasks } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
  for (const task of Object.keys(tasks)) assertStringIncludes(output, `  ${task} `);
});

Deno.test("doctor multiplies matrices, starts the kernel and finds everything in order", async () => {
  const { code, output } = await cli(["doctor"]);
  assertEquals(code, 0, output);
  assertStringIncludes(output, "Everything works.");
  assertMatch(output, /ok +TensorFlow, (cpu|cuda) build +2\.21\.0/);
});
