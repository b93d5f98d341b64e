import { dirname } from "node:path";
import { environment } from "../../settings/environment.ts";
import { buildBeside, exists, linkTarget, linkTo, remove } from "../../system/files.ts";
import { packageVersion } from "../../results/runs/software_versions.ts";
import { addonPath, pythonEnvironment, root, setupFolder, versions } from "../../system/paths.ts";
import type { DeviceChoice, Platform } from "../../system/platform.ts";
import { checksum, installLocked } from "./python_environment.ts";
import { runCommand } from "../../system/run_command.ts";
import { libraryNames, tensorflowFolder } from "./tensorflow_library.ts";

const packageFolder = dirname(dirname(dirname(addonPath)));
const zigFolder = `${setupFolder}/ziglang-${versions.ziglang}`;

/** A C++ compiler: how it is started and what it calls itself. */
export interface Compiler {
  command: string[];
  env?: Record<string, string>;
  name: string;
}

/** Where the binding that tfjs-node-gpu loads came from. */
export type BindingSource = "compiled here" | "its own install script";

/** Tells where the binding came from, or undefined if there is none. */
export async function bindingSource(): Promise<BindingSource | undefined> {
  if (!await exists(addonPath)) return undefined;
  return await linkTarget(addonPath) === undefined ? "its own install script" : "compiled here";
}

/** Tells whether the binding is in place: one compiled here for this device, or a working one of the user's. */
export async function bindingReady(device: DeviceChoice): Promise<boolean> {
  const source = await bindingSource();
  if (source === "its own install script") return await ownAddonWorks();
  const target = await linkTarget(addonPath);
  return source === "compiled here" && dirname(dirname(target!)) === await bindingsFolder(device);
}

/**
 * Compiles the package's own sources against the TensorFlow library and puts a link to the result where the package
 * looks for it. A result is kept for each package version, library and compiler.
 *
 * Throws one sentence if no compiler works.
 */
export async function provideBinding(
  device: DeviceChoice,
  platform: Platform,
  say: (text: string) => void,
): Promise<void> {
  if (await bindingSource() === "its own install script") {
    say("the binding that tfjs-node-gpu installed by itself does not load: it is replaced");
    await remove(addonPath);
  }
  const compiler = await findCompiler();
  const folder = `${await bindingsFolder(device)}/${compiler.name}`;
  await Deno.mkdir(dirname(folder), { recursive: true });
  await buildBeside(folder, async (partial) => {
    say(`compiling with ${compiler.name} (${compiler.name.startsWith("zig") ? "about two minutes" : "about 5 s"})`);
    await Deno.mkdir(partial);
    await compile(compiler, device, platform, partial);
  });
  await Deno.mkdir(dirname(addonPath), { recursive: true });
  await linkTo(addonPath, `${folder}/tfjs_binding.node`);
}

/** The binding names its library by an absolute path, so a moved checkout has bindings of its own. */
async function bindingsFolder(device: DeviceChoice): Promise<string> {
  const place = await checksum(root);
  return `${setupFolder}/binding-${await packageVersion(
    "@tensorflow/tfjs-node-gpu",
  )}-tensorflow-${versions.tensorflow}-${device}-${place}`;
}

async function compile(compiler: Compiler, device: DeviceChoice, platform: Platform, folder: string): Promise<void> {
  const library = `${tensorflowFolder(device)}/tensorflow`;
  const sources = ["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => `${packageFolder}/binding/${name}`);
  const headers = [`${root}/node_modules/node-api-headers/include`, `${library}/include`, `${packageFolder}/binding`];
  const options = ["-O2", "-std=c++17", "-fPIC", "-DNAPI_VERSION=8", ...headers.map((folder) => `-I${folder}`)];
  const link = platform.os === "darwin"
    ? [...libraryNames("darwin").map((name) => `${library}/${name}`), "-undefined", "dynamic_lookup"]
    : await linkByName(compiler, `${folder}/names`);
  const out = `${folder}/tfjs_binding.node`;
  await call(compiler, ["-shared", ...options, ...sources, ...link, `-Wl,-rpath,${library}`, "-o", out]);
  await remove(`${folder}/names`);
}

/**
 * Returns the options that link with TensorFlow's libraries by their names alone, by empty ones in their places: a linker
 * reads all 446,000 symbols of the real ones for longer than the compiler takes.
 */
async function linkByName(compiler: Compiler, folder: string): Promise<string[]> {
  const names = libraryNames("linux");
  const empty = `${folder}/empty.cc`;
  await Deno.mkdir(folder);
  await Deno.writeTextFile(empty, "");
  for (const name of names) await call(compiler, ["-shared", empty, `-Wl,-soname,${name}`, "-o", `${folder}/${name}`]);
  return [`-L${folder}`, "-Wl,--no-as-needed", ...names.map((name) => `-l:${name}`)];
}

/** Runs a compiler. Throws its first error. */
async function call({ command: [command, ...first], env, name }: Compiler, args: string[]): Promise<void> {
  const { success, output } = await runCommand(command, [...first, ...args], { env });
  if (success) return;
  const problem = output.split("\n").find((line) => /error/i.test(line)) ?? output.trim().split("\n").at(-1);
  throw new Error(`${name} could not compile the native binding of tfjs-node-gpu: ${problem}`);
}

/** Returns g++ or clang++ if one works, else ziglang from PyPI. The environment variable `CXX` names one to be used. */
async function findCompiler(): Promise<Compiler> {
  const named = environment("CXX");
  for (const command of named ? [named] : ["g++", "clang++"]) {
    const { success, output } = await runCommand(command, ["--version"]);
    const version = output.match(/\d+\.\d+(\.\d+)?/)?.[0];
    if (success && version) return { command: [command], name: `${command.split("/").at(-1)}-${version}` };
  }
  if (named) throw new Error(`CXX names ${named}, which does not run: name a C++ compiler, or unset CXX.`);
  await buildBeside(zigFolder, (partial) => installLocked(["ziglang"], partial));
  const python = `${pythonEnvironment}/bin/python`;
  return {
    command: [python, "-m", "ziglang", "c++"],
    env: { PYTHONPATH: zigFolder, ZIG_GLOBAL_CACHE_DIR: `${setupFolder}/zig-cache` },
    name: `zig-${versions.ziglang}`,
  };
}

/** Tells whether a binding that set-up did not make loads; what was found is kept until the file changes. */
async function ownAddonWorks(): Promise<boolean> {
  const { mtime, size } = await Deno.stat(addonPath);
  const note = `${setupFolder}/own-binding-works`;
  const state = `${mtime?.getTime()} ${size}`;
  if (await exists(note) && await Deno.readTextFile(note) === state) return true;
  const { success } = await runCommand(Deno.execPath(), ["eval", `await (await import("${probe}")).backend()`], {
    cwd: root,
  });
  if (success) await Deno.writeTextFile(note, state);
  return success;
}

const probe = new URL("../../tensorflow/backend/backend.ts", import.meta.url).href;
