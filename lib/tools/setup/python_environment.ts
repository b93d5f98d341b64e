import { pythonEnvironment, root, setupFolder } from "../../system/paths.ts";
import { exists, linkTo, randomName, remove } from "../../system/files.ts";
import { environment } from "../../settings/environment.ts";
import { type Finished, runCommand } from "../../system/run_command.ts";

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
    const version = await runCommand(command, [
      "-c",
      "import sys; print(sys.executable); print(sys.version_info >= (3, 10))",
    ]);
    const [path, recent] = version.output.split("\n");
    if (!version.success) {
      if (named) problem = `PYTHON names ${named}, which does not run: ${version.output.split("\n")[0]}.`;
    } else if (recent !== "True") {
      problem =
        `${path} is older than Python 3.10: install a newer Python, or name one by the environment variable PYTHON.`;
    } else if ((await runCommand(path, ["-c", "import venv, ensurepip"])).success) {
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
  /** What the packages are, for errors. */
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
  const created = await runCommand(python, ["-m", "venv", folder]);
  if (!created.success) throw new Error(`${python} could not make a virtual environment: ${lastLine(created.output)}.`);
  await installRequirements(folder, environment);
  await Deno.writeTextFile(`${folder}/complete`, await wantedMark(environment));
  await linkTo(link, folder);
}

/** Returns a mark of what an environment must be made for: this checkout's place and its requirements. */
async function wantedMark({ requirements }: PythonEnvironment): Promise<string> {
  return await checksum(`${root}\n${await Deno.readTextFile(requirements)}`);
}

/** The lock of TensorFlow's wheels, NVIDIA's and ziglang, which {@link installLocked} puts into folders of their own. */
export const wheelLock = `${root}/lib/tools/setup/wheels.txt`;

/**
 * Returns what a lock says of a package: name, version, and the SHA-256 of each file that it may be. Throws one sentence
 * if the package is not in it.
 */
export function lockedPackage(lock: string, name: string): string {
  const found = lock.match(new RegExp(`^${name}==.*(\\n {4}--hash=.*)+`, "m"))?.[0];
  if (!found) throw new Error(`${name} is not locked: see CONTRIBUTING.md.`);
  return `${found}\n`;
}

/** Returns the names of the packages of a lock. */
export function lockedNames(lock: string): string[] {
  return [...lock.matchAll(/^([\w-]+)==/gm)].map(([, name]) => name);
}

/**
 * Installs packages of {@link wheelLock} for this machine into a folder, without what they need; the Python of the
 * machine does not matter. Throws one sentence if one is not available, or is another file than the one that was locked.
 */
export async function installLocked(names: string[], folder: string, { lock: file = wheelLock } = {}): Promise<void> {
  const lock = await Deno.readTextFile(file);
  const requirements = `${folder}.txt`;
  await Deno.writeTextFile(requirements, names.map((name) => lockedPackage(lock, name)).join(""));
  try {
    const target = ["--target", folder, "--no-deps", "--python-version=3.11"];
    await installByUv(pythonEnvironment, [...target, "--require-hashes", "-r", requirements], names[0]);
  } finally {
    await remove(requirements);
  }
}

/** Installs the packages of a requirements file into an environment: uv by pip, which is there, and the others by uv. */
async function installRequirements(folder: string, { title, requirements }: PythonEnvironment): Promise<void> {
  const uv = `${folder}/uv.txt`;
  await Deno.writeTextFile(uv, lockedPackage(await Deno.readTextFile(requirements), "uv"));
  const pip = ["-m", "pip", "install", "--quiet", "--progress-bar=off", "--require-hashes", "-r", uv];
  const { success, output } = await runCommand(`${folder}/bin/python`, pip);
  if (!success) throw new Error(installProblem("uv", output));
  await installByUv(folder, ["--require-hashes", "-r", requirements], title);
}

/**
 * Runs the uv of an environment, from the index that its pip would take. On a terminal uv shows its own progress; in a
 * file a line tells of each larger download. Throws one sentence if it fails.
 */
async function installByUv(environment: string, args: string[], what: string): Promise<void> {
  // Not with --no-cache, which would put gigabytes into the system's temporary folder.
  const cache = `${setupFolder}/uv-cache`;
  const python = `${environment}/bin/python`;
  const options = ["--cache-dir", cache, "--python", python, ...await packageIndex(environment)];
  const command = [...options, ...args];
  const { success, output } = Deno.stderr.isTerminal()
    ? await onTerminal(`${environment}/bin/uv`, ["pip", "install", ...command])
    : await runCommand(`${environment}/bin/uv`, ["pip", "install", "--no-progress", ...command], {
      onLine: (line) => /^ *Download/.test(line) && console.error(`  ${line.trim()}`),
    });
  if (!success) throw new Error(installProblem(what, output));
  await remove(cache);
}

/** Runs a command that writes to the terminal itself. */
async function onTerminal(command: string, args: string[]): Promise<Pick<Finished, "success" | "output">> {
  const { success } = await new Deno.Command(command, { args, stdin: "null", stdout: "null" }).spawn().status;
  return { success, output: "the lines above say why" };
}

/** Returns one sentence for an installer that failed. */
export function installProblem(what: string, output: string): string {
  const changed = output.match(/(?:Got|Computed:)\s+(?:sha256:)?(\w{12})/);
  if (changed) {
    return `${what} could not be installed: a file has another SHA-256 (${
      changed[1]
    }…) than the one that was locked. Try again; if it stays, the package index serves another file.`;
  }
  const network = /NameResolution|Temporary failure|dns error|[Cc]onnect|Max retries|timed out|ProxyError|SSLError/;
  const advice = network.test(output)
    ? "the package index cannot be reached: check the network, the proxy (HTTPS_PROXY) or pip's index (PIP_INDEX_URL), then run the command again"
    : lastLine(output);
  return `${what} could not be installed: ${advice}.`;
}

/** Returns the option by which uv takes the package index that an environment's pip would take. */
export async function packageIndex(folder: string): Promise<string[]> {
  const settings = await runCommand(`${folder}/bin/python`, ["-m", "pip", "config", "list"]);
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
