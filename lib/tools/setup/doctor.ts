import { environment } from "../../settings/environment.ts";
import { linkTarget } from "../../system/files.ts";
import { jupyterlabReady } from "../jupyter/jupyterlab_settings.ts";
import { kernelFolder, kernelReady } from "../jupyter/kernel.ts";
import { bindingReady, bindingSource } from "./native_binding.ts";
import { packageVersion } from "../../results/runs/software_versions.ts";
import { addonPath, keptDeno, root, versions } from "../../system/paths.ts";
import { type DeviceChoice, requireSupported, thisPlatform } from "../../system/platform.ts";
import { environmentReady, notebookEnvironment } from "./python_environment.ts";
import { runCommand, runPython } from "../../system/run_command.ts";
import { chosenDevice } from "./setup.ts";
import { textTable } from "../../system/text_table.ts";
import { cudaDriver, cudaLibraries } from "../../tensorflow/backend/cuda.ts";
import type { Device } from "../../tensorflow/backend/device.ts";
import { findArchive, publications } from "../../data/archives/archive_sources.ts";

/** The state of one part. */
interface Part {
  version: string;
  from: string;
  /** `"absent"` is what could be there and need not be. */
  state: "ok" | "absent" | "BROKEN";
}

/** What a check of a part returns; it throws if the part is broken, with the reason. */
type Check = () => Promise<Omit<Part, "state"> & Partial<Part>>;

/**
 * Checks every part that the tasks need, among them a real matrix product on each device and a real start of the
 * kernel, and prints a table. Returns whether all of them work.
 */
export async function doctor(): Promise<boolean> {
  const { device, why } = await chosenDevice();
  const parts: Record<string, Check> = {
    "platform": platform,
    "Deno": () => Promise.resolve({ version: Deno.version.deno, from: Deno.execPath() }),
    "npm packages": npmPackages,
    "Python": () => pythonPackage("sys", "import sys; print(sys.version.split()[0])"),
    "JupyterLab": () => pythonPackage("jupyterlab"),
    "nbconvert": () => pythonPackage("nbconvert"),
    "native binding": async () => {
      if (!await bindingReady(device)) throw new Error("it is missing: run `deno task setup`");
      const source = await bindingSource();
      const version = await packageVersion("@tensorflow/tfjs-node-gpu");
      return { version, from: await linkTarget(addonPath) ?? `${addonPath}, ${source}` };
    },
    ...cudaParts(device),
    [`TensorFlow, ${device} build`]: () => tensorflow(device, why),
    "device that is taken": chosen,
    "Deno kernel": kernelAnswers,
    "language server": languageServer,
    "data": data,
  };
  const rows: Record<string, Part> = {};
  for (const [name, check] of Object.entries(parts)) {
    try {
      rows[name] = { state: "ok", ...await check() };
    } catch (error) {
      rows[name] = { version: "", from: (error as Error).message, state: "BROKEN" };
    }
  }
  const shown = Object.entries(rows).map(([part, { version, from, state }]) => ({
    "": state,
    part,
    version,
    "where it comes from, or what is wrong": from,
  }));
  console.log(textTable(shown));
  const broken = Object.values(rows).filter(({ state }) => state === "BROKEN").length;
  console.log(broken === 0 ? "Everything works." : `${broken} of ${Object.keys(rows).length} parts are broken.`);
  return broken === 0;
}

async function platform() {
  const found = await thisPlatform();
  requireSupported(found);
  const tested = found.os === "darwin" ? " (macOS is written for, and untested)" : "";
  const libc = found.glibc ? `glibc ${found.glibc}, ` : "";
  return {
    version: `${found.os} ${found.arch}`,
    from: `${libc}${(found.freeBytes / 1e9).toFixed(0)} GB free${tested}`,
  };
}

async function npmPackages() {
  const names = ["@tensorflow/tfjs-node-gpu", "nodejs-polars", "@observablehq/plot"];
  const found = await Promise.all(names.map(async (name) => `${name} ${await packageVersion(name)}`));
  return { version: `${found.length}`, from: found.join(", ") };
}

async function pythonPackage(name: string, code = `import ${name}; print(${name}.__version__)`) {
  if (!await environmentReady(notebookEnvironment)) throw new Error("it is missing: run `deno task setup`");
  const { success, output } = await runPython(["-c", code]);
  if (!success) throw new Error(`it does not load: ${output.trim().split("\n").at(-1)}`);
  return { version: output.trim(), from: ".venv" };
}

/** The NVIDIA driver with its GPUs, and each library of CUDA, if CUDA's build is set up; else that there is none. */
function cudaParts(build: DeviceChoice): Record<string, Check> {
  const driver = () => {
    const { driver = "", cuda, gpus } = cudaDriver();
    if (gpus.length === 0) throw new Error("it lists no GPU: see `nvidia-smi` and CUDA_VISIBLE_DEVICES");
    const named = gpus.map(({ name, memory, computeCapability }) =>
      `${name}, ${(memory / 2 ** 30).toFixed(0)} GiB, compute capability ${computeCapability}`
    );
    return Promise.resolve({ version: driver, from: `up to CUDA ${cuda}: ${named.join("; ")}` });
  };
  if (build === "cpu") {
    const absent = (error: Error) => ({ version: "", from: error.message, state: "absent" as const });
    return { "NVIDIA driver": async () => await Promise.try(driver).catch(absent) };
  }
  const libraries = cudaLibraries().map(({ file, from, path, version = "", problem }): [string, Check] => [file, () => {
    if (problem) throw new Error(`${problem}; it comes with ${from}: run \`deno task setup --device cuda\``);
    return Promise.resolve({ version, from: `${from}, ${path}` });
  }]);
  return { "NVIDIA driver": driver, ...Object.fromEntries(libraries) };
}

async function tensorflow(build: DeviceChoice, why: string) {
  const { version, device } = await matrixProduct(build);
  return { version, from: `${device.name} (${why}), pinned ${versions.tensorflow}` };
}

async function chosen() {
  const { device } = await matrixProduct(environment("HAR_DEVICE"));
  return { version: device.kind, from: `${device.name}: ${device.why}` };
}

/** Multiplies two matrices on a device in a process of its own. Throws what went wrong there. */
async function matrixProduct(on: string): Promise<{ version: string; device: Device }> {
  const code = `
    const { backend, device, tensorflowVersion } = await import(${
    JSON.stringify(import.meta.resolve("../../tensorflow/backend/backend.ts"))
  });
    const tf = await backend();
    const product = (await tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).data()).join();
    console.log("answer", JSON.stringify({ product, device: await device(), version: await tensorflowVersion() }));
  `;
  const { output } = await runCommand(Deno.execPath(), ["eval", code], {
    cwd: root,
    env: { NO_COLOR: "1", HAR_DEVICE: on },
  });
  const answer = output.match(/^answer (.*)$/m)?.[1];
  if (!answer) throw new Error(output.match(/Uncaught .*?Error: (.*)/)?.[1] ?? output.trim().split("\n").at(-1));
  const { product, device, version } = JSON.parse(answer);
  if (product !== "19,22,43,50") throw new Error(`it multiplied two matrices to ${product}`);
  return { version, device };
}

async function languageServer() {
  if (!await jupyterlabReady()) throw new Error("JupyterLab is not told of it: run `deno task setup`");
  const { output } = await runCommand(keptDeno, ["--version"], { env: { NO_COLOR: "1" } });
  return { version: output.match(/^deno (\S+)/)?.[1] ?? "", from: keptDeno };
}

async function kernelAnswers() {
  if (!await kernelReady(kernelFolder)) throw new Error("it is missing or starts another Deno: run `deno task setup`");
  // The answer is waited for by itself: Deno's kernel may send an output after it said that it is idle.
  const code = `
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="deno", startup_timeout=60)
client.execute("console.log(21 * 2)")
while True:
    content = client.get_iopub_msg(timeout=60)["content"]
    if content.get("text", "").strip() == "42":
        print("answer 42")
        break
manager.shutdown_kernel(now=True)`;
  const { output } = await runPython(["-c", code]);
  if (!output.includes("answer 42")) throw new Error(`it does not answer: ${output.trim().split("\n").at(-1)}`);
  return { version: Deno.version.deno, from: `${kernelFolder}/kernel.json` };
}

async function data() {
  const found = [];
  for (const name of Object.keys(publications) as (keyof typeof publications)[]) {
    const path = await findArchive(name);
    found.push(`${name}: ${path ?? "would be downloaded"}`);
  }
  return { version: "", from: found.join("; ") };
}
