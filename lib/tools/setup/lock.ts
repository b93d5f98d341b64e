import { runPython } from "../../system/run_command.ts";
import { root, versions } from "../../system/paths.ts";
import { writeWhole } from "../../system/files.ts";
import { lockedNames, lockedPackage, packageIndex, wheelLock } from "./python_environment.ts";

/** Folders whose requirements.in is locked in requirements.txt. */
const folders = [root, `${root}/lib/tools/sweep`, `${root}/lib/tools/bench`];

/** Packages that are unpacked and not installed; TensorFlow for Python needs more, which nobody uses here. */
const wheels = /^(tensorflow|tensorflow-cpu|nvidia-.+|ziglang)$/;

/**
 * Writes the locks of what comes from Python's package index: the version of each package on every platform, and the
 * SHA-256 of each file that it may be. Throws one sentence if versions do not fit each other, or the index cannot be
 * reached. With `upgrade` the newest versions replace those that are locked.
 */
export async function lock({ upgrade = false }: { upgrade?: boolean } = {}): Promise<void> {
  for (const folder of folders) {
    const place = `${folder}/requirements.txt`;
    const wanted = `${folder}/requirements.in`;
    await writeLock(place, await resolve(await Deno.readTextFile(wanted), place, { upgrade, python: "3.10" }));
  }
  const wanted = [
    `tensorflow-cpu==${versions.tensorflow}`,
    `tensorflow[and-cuda]==${versions.tensorflow}`,
    `ziglang==${versions.ziglang}`,
  ];
  const all = await resolve(wanted.join("\n"), wheelLock, { upgrade, python: "3.11" });
  const packages = lockedNames(all).filter((name) => wheels.test(name)).map((name) => lockedPackage(all, name));
  await writeLock(wheelLock, packages.join(""));
}

/** Returns the lock of some requirements, with the versions of the present one where they fit. */
async function resolve(
  wanted: string,
  present: string,
  options: { upgrade: boolean; python: string },
): Promise<string> {
  const input = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${input}/requirements.in`, wanted);
    await Deno.copyFile(present, `${input}/requirements.txt`).catch(() => {});
    const format = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"];
    const versions = [`--python-version=${options.python}`, ...options.upgrade ? ["--upgrade"] : []];
    const index = await packageIndex(`${root}/.venv`);
    const out = `${input}/requirements.txt`;
    const args = ["-m", "uv", "pip", "compile", ...format, ...versions, ...index, `--cache-dir=${input}/cache`];
    const { success, output } = await runPython([...args, "--output-file", out, `${input}/requirements.in`]);
    if (!success) throw new Error(`uv could not lock the packages: ${output.trim().split("\n").at(-1)}`);
    return await Deno.readTextFile(out);
  } finally {
    await Deno.remove(input, { recursive: true });
  }
}

async function writeLock(place: string, packages: string): Promise<void> {
  await writeWhole(
    place,
    `# Written by \`deno task lock\`: versions, and the SHA-256 of every file that they may be.\n${packages}`,
  );
  console.log(`${place.slice(root.length + 1)}: ${lockedNames(packages).length} packages`);
}
