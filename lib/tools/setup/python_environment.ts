import { pythonEnvironment, root, setupFolder } from "../../system/paths.ts";
import { buildBeside, exists, linkTo, randomName, remove } from "../../system/build_beside.ts";
import { environment } from "../../settings/environment.ts";
import { lockedPackage } from "./locked_package.ts";
import { type Progress, progress } from "../../system/progress.ts";
import { type Finished, run, runPython } from "../../system/run_command.ts";

const candidates = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

/**
 * Returns the path of a Python 3.10 or newer that can make virtual environments; the environment variable `PYTHON`
 * names one to be used. Throws one sentence if there is none.
 */
export async function findPython(): Promise<string> {
  const named = environment("PYTHON");
  let problem =
    "No Python was found: install Python 3.10 or newer (Debian, Ubuntu: `apt install python3 python3-venv`).";
  for (const command of named ? [named] : candidates) {
    const version = await run(command, ["-c", "import sys; print(sys.executable); print(sys.version_info >= (3, 10))"]);
    const [path, recent] = version.output.split("\n");
    if (!version.success) {
      if (named) problem = `PYTHON names ${named}, which does not run: ${version.output.split("\n")[0]}.`;
    } else if (recent !== "True") {
      problem =
        `${path} is older than Python 3.10: install a newer Python, or name one by the environment variable PYTHON.`;
    } else if ((await run(path, ["-c", "import venv, ensurepip"])).success) {
      return path;
    } else {
      problem =
        `${path} cannot make virtual environments: install its venv module (Debian, Ubuntu: \`apt install python3-venv\`).`;
    }
  }
  throw new Error(problem);
}

/** A Python environment with the packages of a requirements file. */
export interface PythonEnvironment {
  /** What the packages are, for the progress bar. */
  title: string;
  /** Where it is found: a link to the folder in data/setup that holds it. */
  link: string;
  /** The start of that folder's name. */
  prefix: string;
  requirements: string;
}

/** The environment of JupyterLab and nbconvert, `.venv`. */
export const notebookEnvironment: PythonEnvironment = {
  title: "JupyterLab and nbconvert",
  link: pythonEnvironment,
  prefix: "python-",
  requirements: `${root}/requirements.txt`,
};

/** Tells whether a Python environment is whole and the one that its requirements ask for. */
export async function environmentReady(environment: PythonEnvironment): Promise<boolean> {
  const complete = `${environment.link}/complete`;
  return await exists(complete) && await Deno.readTextFile(complete) === await wantedMark(environment) &&
    await exists(`${environment.link}/bin/python`);
}

/**
 * Makes an environment with the packages of its requirements. A virtual environment holds its own path in its scripts,
 * so it is made at its final place in data/setup, under a name of its own, and the link is set when it is whole.
 */
export async function makeEnvironment(environment: PythonEnvironment): Promise<void> {
  const { link, prefix } = environment;
  const found = await Deno.lstat(link).catch(() => undefined);
  if (found && !found.isSymlink) {
    throw new Error(`${link} was not made by this project: move it away, then run the command again.`);
  }
  const python = await findPython();
  for await (const { name } of Deno.readDir(setupFolder)) {
    if (name.startsWith(prefix)) await remove(`${setupFolder}/${name}`);
  }
  const folder = `${setupFolder}/${prefix}${randomName()}`;
  const made = await run(python, ["-m", "venv", folder]);
  if (!made.success) throw new Error(`${python} could not make a virtual environment: ${lastLine(made.output)}.`);
  await installRequirements(folder, environment);
  await Deno.writeTextFile(`${folder}/complete`, await wantedMark(environment));
  await linkTo(link, folder);
}

/** Returns a mark of what an environment must be made for: this checkout's place and its requirements. */
async function wantedMark({ requirements }: PythonEnvironment): Promise<string> {
  return await checksum(`${root}\n${await Deno.readTextFile(requirements)}`);
}

/**
 * Downloads one wheel for this machine by pip, checks that its SHA-256 is one of those that are locked, and returns its
 * path. `locked` is what {@link lockedPackage} returns; which Python this machine has does not matter. A wheel that was
 * downloaded whole is kept in `folder` and not downloaded again. Throws one sentence if it is not available, or is
 * another file than the one that was locked.
 */
export async function downloadWheel(locked: string, folder: string): Promise<string> {
  const [name] = locked.split("==");
  await Deno.mkdir(folder, { recursive: true });
  const place = `${folder}/${name}-${await checksum(locked)}`;
  await buildBeside(place, async (partial) => {
    const bar = progress(name, "MB");
    const options = ["--no-deps", "--only-binary=:all:", "--progress-bar=raw", "--no-cache-dir", "--dest", partial];
    const target = ["--implementation=cp", "--python-version=3.11"];
    const file = `${folder}/${name}.txt`;
    await Deno.writeTextFile(file, locked);
    const hashed = ["--require-hashes", "-r", file];
    const { success, output } = await runPython(["-m", "pip", "download", ...options, ...target, ...hashed], {
      env: { PYTHONUNBUFFERED: "1" },
      onLine: counting(bar),
    });
    bar.stop();
    if (!success) throw new Error(pipProblem(`download ${name}`, output));
  });
  for await (const { name } of Deno.readDir(place)) {
    if (name.endsWith(".whl")) return `${place}/${name}`;
  }
  throw new Error(`pip said that it downloaded ${name}, but ${place} holds no wheel.`);
}

/** Returns what shows in a bar how far a Python program is, by lines such as pip's "Progress 1 of 2", in bytes. */
export function counting(bar: Progress): (line: string) => void {
  return (line) => {
    const counted = line.match(/^Progress (\d+) of (\d+)/);
    if (counted) bar.update(Number(counted[1]), Number(counted[2]));
  };
}

/** Returns one sentence for a pip that failed. */
export function pipProblem(what: string, output: string): string {
  const changed = output.match(/Expected sha256 \w+[\s\S]*?Got\s+(\w{12})/);
  if (changed) {
    return `pip could not ${what}: a file has another SHA-256 (${
      changed[1]
    }…) than the one that was locked, so nothing of it was installed. Try again; if it stays, the package index serves another file.`;
  }
  const network = /NameResolution|Temporary failure|Connection|Max retries|timed out|ProxyError|SSLError/.test(output);
  const advice = network
    ? "the package index cannot be reached: check the network, the proxy (HTTPS_PROXY) or pip's index (PIP_INDEX_URL), then run the command again"
    : lastLine(output.split("\n").filter((line) => line.startsWith("ERROR")).join("\n") || output);
  return `pip could not ${what}: ${advice}.`;
}

/**
 * Installs the packages by uv, which is several times as fast as pip; by pip if uv cannot be installed or fails, which
 * is said. Throws one sentence if pip fails too.
 */
async function installRequirements(folder: string, { title, requirements: file }: PythonEnvironment): Promise<void> {
  const requirements = await Deno.readTextFile(file);
  const total = requirements.split("\n").filter((line) => /^\w/.test(line)).length;
  const bar = progress(title, "packages");
  const packages = (pattern: RegExp) => {
    let done = 0;
    bar.update(0, total);
    return (line: string) => pattern.test(line) && bar.update(Math.min(++done, total), total);
  };
  const pip = (args: string[], onLine?: (line: string) => void) =>
    run(`${folder}/bin/python`, ["-m", "pip", "install", "--progress-bar=off", ...args], {
      onLine,
      env: { PYTHONUNBUFFERED: "1" },
    });
  const installOne = async (name: string) => {
    const one = `${folder}/${name}.txt`;
    await Deno.writeTextFile(one, lockedPackage(requirements, name));
    return await pip(["--require-hashes", "-r", one]);
  };
  try {
    const uv = await installOne("uv");
    const byUv = uv.success ? await installByUv(folder, file, packages(/^ \+ /)) : uv;
    if (byUv.success) return;
    bar.stop();
    console.error(`  uv cannot install the packages (${lastLine(byUv.output)}): pip does, which takes longer.`);
    let byPip = await installOne("pip");
    if (byPip.success) {
      byPip = await pip(
        ["--require-hashes", "-r", file],
        packages(/^(Collecting|Processing|Ignoring|Requirement already)/),
      );
    }
    if (!byPip.success) throw new Error(pipProblem(`install the packages of ${file}`, byPip.output));
  } finally {
    bar.stop();
  }
}

/** Installs the packages of a requirements file by the uv of an environment, from the index that pip would take. */
async function installByUv(folder: string, requirements: string, onLine: (line: string) => void): Promise<Finished> {
  const cache = `${folder}/uv-cache`;
  const python = `${folder}/bin/python`;
  const options = ["--no-progress", "--cache-dir", cache, "--python", python, ...await packageIndex(folder)];
  const args = ["pip", "install", ...options, "--require-hashes", "-r", requirements];
  const finished = await run(`${folder}/bin/uv`, args, { onLine });
  await remove(cache);
  return finished;
}

/** Returns the option by which uv takes the package index that an environment's pip would take. */
export async function packageIndex(folder: string): Promise<string[]> {
  const settings = await run(`${folder}/bin/python`, ["-m", "pip", "config", "list"]);
  const index = [...settings.output.matchAll(/\.index-url='(.*)'$/gm)].at(-1)?.[1];
  return index === undefined ? [] : ["--default-index", index];
}

/** Returns the first 12 hexadecimal digits of a text's SHA-256. */
export async function checksum(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return bytes.toHex().slice(0, 12);
}

/** Returns the last line that a Python program printed, as the end of a sentence. */
export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)!.replace(/^ERROR: /, "").replace(/\.$/, "");
}
