import { cudaDriver } from "../../tensorflow/backend/cuda.ts";
import { buildBeside, exists, linkTarget, linkTo, removePartials, writeWhole } from "../../system/files.ts";
import { jupyterlabReady, setUpJupyterlab } from "../jupyter/jupyterlab_settings.ts";
import { installKernel, kernelFolder, kernelReady, userKernelFolder } from "../jupyter/kernel.ts";
import { bindingReady, bindingSource, provideBinding } from "./native_binding.ts";
import { bundleScript } from "../../show/report/bundle_script.ts";
import { keptDeno, root, setupFolder } from "../../system/paths.ts";
import {
  type DeviceChoice,
  hasCudaBuild,
  hasNvidiaDriver,
  requireDiskSpace,
  requireSupported,
  thisPlatform,
} from "../../system/platform.ts";
import { environmentReady, makeEnvironment, notebookEnvironment } from "./python_environment.ts";
import { provideTensorflow, tensorflowFolder } from "./tensorflow_library.ts";

export interface SetupOptions {
  /** The build of TensorFlow. Default: the one chosen last, else CUDA if an NVIDIA driver is found, else CPU. */
  device?: DeviceChoice;
  /**
   * Also describe the kernel in the user's own Jupyter folder, for VS Code. Default: false.
   */
  userKernel?: boolean;
  /** Prints how long each part took. Default: false. */
  time?: boolean;
}

/** Says that this Deno has downloaded the program that bundles, which it keeps in its own cache. */
const bundlerNote = `${setupFolder}/bundler-of-deno-${Deno.version.deno}`;

/** Where .vscode/settings.json finds Deno, whose language server checks the cells. */
const languageServer = `${setupFolder}/deno`;

/** Keeps this Deno in data/setup, as a second name of its file where the disk is the same, and for VS Code too. */
async function keepDeno(): Promise<void> {
  await buildBeside(keptDeno, async (partial) => {
    await Deno.link(Deno.execPath(), partial).catch(() => Deno.copyFile(Deno.execPath(), partial));
  });
  await linkTo(languageServer, keptDeno);
}

/** Returns the build of TensorFlow that this checkout uses, and why. */
export async function chosenDevice(wanted?: DeviceChoice): Promise<{ device: DeviceChoice; why: string }> {
  const file = `${setupFolder}/device`;
  if (wanted) return { device: wanted, why: "asked for" };
  if (await exists(file)) return { device: await Deno.readTextFile(file) as DeviceChoice, why: "chosen before" };
  if (!hasNvidiaDriver()) return { device: "cpu", why: "no NVIDIA driver was found" };
  return hasCudaBuild(Deno.build)
    ? { device: "cuda", why: "an NVIDIA driver was found" }
    : { device: "cpu", why: "TensorFlow has no CUDA build for this platform" };
}

/**
 * Turns a bare checkout into a working one: Python side, TensorFlow library, native binding, kernel. What is in place
 * is left alone, so a second call takes no time, and a call after one that was killed continues where it stopped.
 *
 * Throws one sentence that says what to do if a part is not available.
 */
export async function setup(options: SetupOptions = {}): Promise<void> {
  const platform = await thisPlatform();
  requireSupported(platform);
  await Deno.mkdir(setupFolder, { recursive: true });
  using lock = await lockFolder();
  void lock;
  const { device, why } = await chosenDevice(options.device);

  const steps = [
    {
      title: "Python side: JupyterLab and nbconvert in .venv",
      ready: () => environmentReady(notebookEnvironment),
      provide: () => makeEnvironment(notebookEnvironment),
    },
    {
      title: `TensorFlow library, ${device} build (${why})`,
      ready: async () =>
        await bindingSource() === "its own install script" && await bindingReady(device) ||
        await exists(tensorflowFolder(device)),
      provide: () => provideTensorflow(device, platform),
    },
    {
      title: "Native binding of tfjs-node-gpu",
      ready: () => bindingReady(device),
      provide: () => provideBinding(device, platform, (text) => console.error(`  ${text}`)),
    },
    {
      title: "Deno's kernel and language server for Jupyter",
      ready: async () =>
        await exists(languageServer) && await linkTarget(languageServer) === keptDeno &&
        await kernelReady(kernelFolder) && await jupyterlabReady(),
      async provide() {
        await keepDeno();
        await installKernel(kernelFolder);
        await setUpJupyterlab();
      },
    },
    {
      title: "Program that bundles the pages' scripts",
      ready: () => exists(bundlerNote),
      async provide() {
        await bundleScript(`${root}/lib/show/pages/page_run.ts`);
        await writeWhole(bundlerNote, "");
      },
    },
  ];
  if (options.userKernel) {
    const folder = userKernelFolder();
    steps.push({
      title: `Deno's kernel for VS Code, in ${folder}`,
      ready: () => kernelReady(folder),
      provide: () => installKernel(folder),
    });
  }
  let missing = 0;
  for (const [index, { title, ready, provide }] of steps.entries()) {
    if (await ready()) continue;
    if (missing++ === 0) {
      await removePartials(setupFolder);
      if (index < 2) requireDiskSpace(platform, device);
    }
    console.error(`Set-up ${index + 1}/${steps.length}: ${title}`);
    const begin = performance.now();
    await provide();
    if (options.time) console.error(`  ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  }
  if (options.device) await writeWhole(`${setupFolder}/device`, options.device);
  if (missing > 0) console.error("Set-up is complete.");
}

/** Keeps a second set-up in the same checkout waiting until the first has ended, however it ends. */
async function lockFolder(): Promise<Deno.FsFile> {
  const file = await Deno.open(`${setupFolder}/lock`, { create: true, write: true });
  if (!await file.tryLock(true)) {
    console.error("Another set-up is at work in this checkout: waiting for it.");
    await file.lock(true);
  }
  return file;
}

/** Returns the device of TensorFlow itself: CUDA if that is set up and the driver shows a GPU, else the CPU. */
export async function tensorflowDevice(): Promise<"cuda" | "cpu"> {
  if ((await chosenDevice()).device === "cpu") return "cpu";
  try {
    return cudaDriver().gpus.length > 0 ? "cuda" : "cpu";
  } catch {
    return "cpu";
  }
}
