import { relative, resolve } from "node:path";
import { DOMParser } from "linkedom";
import { environment } from "../../settings/environment.ts";
import { findChromium, missingChromium } from "../../system/chromium.ts";
import { filesUnder, namesIn } from "../../system/files.ts";
import { root, setupFolder } from "../../system/paths.ts";
import { runCommand } from "../../system/run_command.ts";
import { statusLine } from "../../system/status_line.ts";
import { notebookModules } from "../jupyter/notebook_modules.ts";
import { tensorflowDevice } from "./setup.ts";

/** Milliseconds that JSR may take to answer. */
const patience = 5000;
/** Parts that run at a time: some wait for a kernel, a browser or a process, and leave a core to the others. */
const lanes = 3;
/** Tests that are named at the end. */
const named = 10;

/** A part of the tests, which a process of its own runs. */
interface Part {
  name: string;
  args: string[];
  /** What TensorFlow.js computes on. */
  device?: string;
  /** Whether nothing else may run beside it. */
  alone?: boolean;
}

/** How many tests passed, failed and were skipped, and how long each took. */
interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  /** Tests with their seconds. */
  times: { name: string; seconds: number }[];
}

/**
 * Runs the checks (format, lint, types, documentation; notebooks included), the tests and the examples of doc comments,
 * some parts at a time, and sees that they leave nothing in reports/, notebooks/ and data/; or only the tests of some
 * files or folders. The last lines name the slowest tests and count all. Returns whether all passed. `quick` leaves out
 * the tests that start a process, a kernel or a browser.
 */
export async function runTests(paths: string[], { quick = false }: { quick?: boolean } = {}): Promise<boolean> {
  const outcome: Outcome = { passed: 0, failed: 0, skipped: 0, times: [] };
  const importMap = await withAdapter();
  const all = paths.length === 0;
  const before = await filesNow();
  const files = await testFiles(all ? ["tests"] : paths);
  const parts = [
    ...await testParts(files, importMap, { quick, check: !all, outcome }),
    ...all ? await checks(importMap) : [],
  ];
  const xml = await Deno.makeTempDir();
  const status = statusLine();
  const running = new Set<string>();
  const waiting = parts.entries().toArray();
  const work = async (most = Infinity) => {
    for (let count = 0; count < most && waiting.length > 0; count++) {
      const [index, part] = waiting.shift()!;
      running.add(part.name);
      const ended = parts.length - waiting.length - running.size;
      status.say(
        `${ended} of ${parts.length} parts done, ${outcome.passed} passed; now ${[...running].join(", ")}`,
        true,
      );
      await runPart(part, `${xml}/${index}.xml`, outcome, () => status.end());
      running.delete(part.name);
    }
  };
  const alone = parts.filter(({ alone }) => alone).length;
  await work(alone);
  await Promise.all(Array.from({ length: lanes }, () => work())).finally(() => status.end());
  await Deno.remove(xml, { recursive: true });
  for (const file of (await filesNow()).symmetricDifference(before)) {
    console.log(`The tests left something behind, or took it away: ${file}`);
    outcome.failed++;
  }
  const slowest = outcome.times.sort((a, b) => b.seconds - a.seconds).slice(0, named);
  console.log(slowest.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(6)} s  ${name}`).join("\n"));
  const { passed, failed, skipped } = outcome;
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  return failed === 0;
}

/** Runs a part, prints what it printed when it has ended, and adds what came out. */
async function runPart(
  { name, args, device, alone }: Part,
  xml: string,
  outcome: Outcome,
  print: () => void,
): Promise<void> {
  const isTest = args[0] === "test";
  const [command, ...others] = args;
  const { success, output } = await runCommand(
    Deno.execPath(),
    isTest ? [command, `--junit-path=${xml}`, ...others] : args,
    { cwd: root, env: partEnvironment(device, alone ? 1 : lanes) },
  );
  print();
  if (!isTest) {
    console.log(`${name} ... ${success ? "ok" : `FAILED\n${output}`}`);
    outcome[success ? "passed" : "failed"]++;
    return;
  }
  console.log(output);
  const summary = output.match(/(\d+) passed(?: \([^)]*\))? \| (\d+) failed(?: \([^)]*\))?(?: \| (\d+) ignored)?/);
  const [passed, failed, skipped] = [1, 2, 3].map((group) => Number(summary?.[group] ?? 0));
  outcome.passed += passed;
  outcome.failed += success ? failed : Math.max(1, failed);
  outcome.skipped += skipped;
  const report = new DOMParser().parseFromString(await Deno.readTextFile(xml).catch(() => "<none/>"), "text/xml");
  for (const test of report.querySelectorAll("testcase")) {
    const [name, file, time] = ["name", "classname", "time"].map((attribute) => test.getAttribute(attribute) ?? "");
    // A step's name has its test's before it, and its time is in that of the test.
    if (!/ (>|&gt;) /.test(name)) {
      outcome.times.push({ name: `${fromRoot(resolve(root, file))}: ${name}`, seconds: Number(time) });
    }
  }
}

/** Returns the files of tests among some files and folders: all of a folder's, those that need a browser or a GPU too. */
async function testFiles(paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths.map((path) => relative(root, resolve(path)))) {
    const entry = await Deno.stat(`${root}/${path}`).catch(() => undefined);
    if (!entry) throw new Error(`There are no tests in ${path}: there is no such file or folder.`);
    found.push(...entry.isDirectory ? (await filesUnder(`${root}/${path}`)).filter(isTest).map(fromRoot) : [path]);
  }
  if (found.length === 0) throw new Error(`There are no tests in ${paths.join(", ")}.`);
  return [...new Set(found)].sort();
}

function fromRoot(path: string): string {
  return relative(root, path);
}

/** Tells whether a file holds tests: in the folder of the browser every file does. */
function isTest(path: string): boolean {
  return path.endsWith("_test.ts") || inBrowser(fromRoot(path));
}

function inBrowser(path: string): boolean {
  return path.startsWith("tests/browser/");
}

/** Tells whether the tests of a file start a process, a kernel or a browser. */
function startsProcesses(path: string): boolean {
  return path.endsWith("_process_test.ts") || changesCheckout(path) || inBrowser(path);
}

/** Tells whether the tests of a file change this checkout, so that no others may run beside them. */
function changesCheckout(path: string): boolean {
  return path.endsWith("_alone_test.ts");
}

/**
 * Divides files of tests into parts, those that run alone first and then the longest: a file that starts processes is
 * one, and so are the others of a wing. Without Chromium those of the browser count as skipped, or as failed if
 * `HAR_TEST_BROWSER` insists on them.
 */
async function testParts(
  files: string[],
  importMap: string[],
  { quick, check, outcome }: { quick: boolean; check: boolean; outcome: Outcome },
): Promise<Part[]> {
  const args = ["test", "-A", ...check ? [] : ["--no-check"], ...importMap];
  const device = await tensorflowDevice();
  const [browser, apart] = [files.filter(inBrowser), files.filter((file) => startsProcesses(file) && !inBrowser(file))];
  if (quick) outcome.skipped += browser.length + apart.length;
  else if (browser.length > 0 && !await findChromium()) {
    const failed = environment("HAR_TEST_BROWSER") === "1";
    outcome[failed ? "failed" : "skipped"] += browser.length;
    console.log(`${browser.join(", ")} ... ${failed ? "FAILED" : "skipped"}: ${missingChromium}`);
  } else apart.unshift(...browser);
  const one = (file: string): Part => ({ name: file, args: [...args, file], device, alone: changesCheckout(file) });
  const inOrder = quick ? [] : apart.toSorted((a, b) => Number(changesCheckout(b)) - Number(changesCheckout(a)));
  const wings = Map.groupBy(files.filter((file) => !startsProcesses(file)), (file) => file.split("/")[1]);
  const bySize = [...wings].sort(([, a], [, b]) => b.length - a.length);
  return [
    ...inOrder.map(one),
    ...bySize.map(([wing, files]): Part => ({ name: `tests/${wing}`, args: [...args, ...files], device })),
  ];
}

/** Returns the checks of the code, and the examples of doc comments. */
async function checks(importMap: string[]): Promise<Part[]> {
  const notebooks = await notebookModules();
  return [
    { name: "types", args: ["check", ...importMap, "lib", "tests", "notebooks/networks", ...notebooks] },
    { name: "lint", args: ["lint", "lib", "tests", "notebooks/networks", ...notebooks] },
    { name: "format", args: ["fmt", "--check"] },
    { name: "documentation", args: ["doc", "--lint", "lib/mod.ts"] },
    {
      name: "examples of doc comments",
      args: ["test", "-A", ...importMap, "--doc", "lib"],
      device: await tensorflowDevice(),
    },
  ];
}

/** Returns the files where the tests must leave nothing, each with when it was changed: caches and set-up aside. */
async function filesNow(): Promise<Set<string>> {
  const places = ["reports", "notebooks", ...(await namesIn(`${root}/data`)).map((name) => `data/${name}`)];
  const found = new Set<string>();
  for (const place of places.filter((place) => !["data/cache", "data/setup", "data/bench"].includes(place))) {
    const path = `${root}/${place}`;
    for (const file of (await Deno.stat(path)).isDirectory ? await filesUnder(path) : [path]) {
      found.add(`${fromRoot(file)}, changed ${(await Deno.stat(file)).mtime!.toISOString()}`);
    }
  }
  return found;
}

/** Returns the environment of a part that shares the cores with others: their threads would else wait for each other. */
function partEnvironment(device = "cpu", sharing: number): Record<string, string> {
  const threads = Math.max(1, Math.floor(navigator.hardwareConcurrency / sharing));
  return { NO_COLOR: "1", TF_CPP_MIN_LOG_LEVEL: "2", HAR_DEVICE: device, TF_NUM_INTRAOP_THREADS: String(threads) };
}

/**
 * Returns the flags by which Deno takes the adapter in tests/support in place of @std/assert, if JSR cannot be reached.
 */
export async function withAdapter(): Promise<string[]> {
  return await reachesJsr() ? [] : ["--import-map", await sealedImportMap()];
}

/** Tells whether JSR, where @std/assert lies, can be reached. */
async function reachesJsr(): Promise<boolean> {
  const registry = Deno.env.get("JSR_URL") ?? "https://jsr.io";
  try {
    const response = await fetch(`${registry}/@std/assert/meta.json`, { signal: AbortSignal.timeout(patience) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    console.log(
      "JSR cannot be reached: @std/assert is taken from tests/support/assert.ts, an adapter over node:assert.",
    );
    return false;
  }
}

/** Writes an import map that is deno.json's but for @std/assert, and returns its path. */
async function sealedImportMap(): Promise<string> {
  const { imports } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
  const path = `${setupFolder}/import_map.sealed.json`;
  const here = (file: string) => new URL(`../../../${file}`, import.meta.url).href;
  const sealed = { ...imports, "har": here(imports.har), "@std/assert": here("tests/support/assert.ts") };
  await Deno.writeTextFile(path, JSON.stringify({ imports: sealed }, null, 2));
  return path;
}
