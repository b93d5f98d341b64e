import { missingAdapter, webgpuAdapter } from "../../tensorflow/backend/webgpu.ts";
import { environment } from "../../settings/environment.ts";
import { findChromium, missingChromium } from "../../system/chromium.ts";
import { root, setupFolder } from "../../system/paths.ts";
import { run } from "../../system/run_command.ts";
import { notebookModules } from "../jupyter/notebook_modules.ts";
import { tensorflowDevice } from "./tensorflow_device.ts";

/** Milliseconds that JSR may take to answer. */
const patience = 5000;

/**
 * Runs the checks (format, lint, types, documentation; notebooks included), the tests and the examples of doc comments,
 * or only the tests of some files. The last line counts them. Returns whether all passed.
 */
export async function runTests(files: string[]): Promise<boolean> {
  const importMap = await withAdapter();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  if (files.length === 0) {
    const notebooks = await notebookModules();
    const checks = {
      "format": ["fmt", "--check"],
      "lint": ["lint", "lib", "tests", ...notebooks],
      "types": ["check", ...importMap, "lib", "tests", ...notebooks],
      "documentation": ["doc", "--lint", "lib/mod.ts"],
    };
    for (const [name, args] of Object.entries(checks)) {
      const { success, output } = await deno(args);
      console.log(`${name} ... ${success ? "ok" : "FAILED"}`);
      if (!success) console.log(output);
      counts[success ? "passed" : "failed"]++;
    }
  }
  const onWebgpu = (file: string) => /(^|\/)tests\/webgpu\//.test(file);
  const all = files.length === 0;
  const device = await tensorflowDevice();
  const parts = [
    { device, args: all ? ["tests"] : files.filter((file) => !onWebgpu(file)) },
    { device, args: all ? ["--doc", "lib"] : [] },
    { device: "webgpu", args: all ? await webgpuTests(counts) : files.filter(onWebgpu) },
    { device, args: all ? await browserTests(counts) : [] },
  ];
  for (const { device, args } of parts) {
    if (args.length === 0) continue;
    const { success, output } = await deno(["test", "-A", ...importMap, ...args], (line) => console.log(line), device);
    const summary = output.match(/(\d+) passed(?: \([^)]*\))? \| (\d+) failed(?: \([^)]*\))?(?: \| (\d+) ignored)?/);
    counts.passed += Number(summary?.[1] ?? 0);
    counts.failed += Number(summary?.[2] ?? 0);
    counts.skipped += Number(summary?.[3] ?? 0);
    if (!success && counts.failed === 0) counts.failed = 1;
  }
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
  return counts.failed === 0;
}

/** What came out so far. */
interface Counts {
  failed: number;
  skipped: number;
}

/**
 * Returns the tests of WebGPU, or none if there is no adapter; they then count as skipped, or as failed if the
 * environment variable `HAR_TEST_WEBGPU` insists on them.
 */
async function webgpuTests(counts: Counts): Promise<string[]> {
  const files = filesIn("tests/webgpu");
  if (await webgpuAdapter()) return files;
  return without(files, counts, environment("HAR_TEST_WEBGPU") === "1", missingAdapter());
}

/** Returns the tests in a browser, or none if there is no Chromium; `HAR_TEST_BROWSER` insists on them. */
async function browserTests(counts: Counts): Promise<string[]> {
  const files = filesIn("tests/browser");
  if (await findChromium()) return files;
  return without(files, counts, environment("HAR_TEST_BROWSER") === "1", missingChromium);
}

/** Returns the files of a folder of this project, by their paths in it. */
export function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(`${root}/${folder}`)].map(({ name }) => `${folder}/${name}`).sort();
}

function without(files: string[], counts: Counts, insist: boolean, why: string): string[] {
  counts[insist ? "failed" : "skipped"] += files.length;
  console.log(`${files.join(", ")} ... ${insist ? "FAILED" : "skipped"}: ${why}`);
  return [];
}

function deno(args: string[], onLine?: (line: string) => void, device = "cpu") {
  const env = { NO_COLOR: "1", TF_CPP_MIN_LOG_LEVEL: "2", HAR_DEVICE: device };
  return run(Deno.execPath(), args, { cwd: root, env, onLine });
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
