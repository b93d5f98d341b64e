import { type DeviceChoice, hasCudaBuild, type Platform } from "../../system/platform.ts";
import { buildBeside, remove } from "../../system/build_beside.ts";
import { root, setupFolder, versions } from "../../system/paths.ts";
import { progress } from "../../system/progress.ts";
import { lockedNames, lockedPackage, wheelLock } from "./locked_package.ts";
import { counting, downloadWheel, lastLine } from "./python_environment.ts";
import { runPython } from "../../system/run_command.ts";

/** Returns the folder of a build of the TensorFlow library. */
export function tensorflowFolder(device: DeviceChoice): string {
  return `${setupFolder}/tensorflow-${versions.tensorflow}-${device}`;
}

/** Returns the names of the two shared libraries on a platform. */
export function libraryNames(os: Platform["os"]): string[] {
  return os === "darwin"
    ? ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"]
    : ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
}

/**
 * Provides TensorFlow's shared libraries and headers from the locked wheel: the CPU build, or the CUDA build with the
 * NVIDIA wheels that its extra `and-cuda` asked for when it was locked beside it, where its run path finds them.
 *
 * Throws one sentence if a wheel cannot be downloaded or was changed, or the platform has no CUDA build.
 */
export async function provideTensorflow(device: DeviceChoice, platform: Platform): Promise<void> {
  const { os, arch } = platform;
  if (device === "cuda" && !hasCudaBuild(platform)) {
    throw new Error("TensorFlow's CUDA build is for Linux on x86-64 only: use `--device webgpu` on this machine.");
  }
  const name = device === "cpu" && os === "linux" && arch === "x86_64" ? "tensorflow-cpu" : "tensorflow";
  const wheels = `${setupFolder}/wheels`;
  const lock = await Deno.readTextFile(wheelLock);
  await buildBeside(tensorflowFolder(device), async (partial) => {
    const wheel = await downloadWheel(lockedPackage(lock, name), wheels);
    const libraries = libraryNames(os).map((library) => `tensorflow/${library}`);
    await unpack(wheel, partial, [...libraries, "tensorflow/include/*", "*.dist-info/METADATA"]);
    if (device === "cuda") {
      for (const nvidia of lockedNames(lock).filter((name) => name.startsWith("nvidia-"))) {
        const wheel = await downloadWheel(lockedPackage(lock, nvidia), wheels);
        await unpack(wheel, partial, ["nvidia/*"]);
      }
    }
  });
  await remove(wheels);
}

/**
 * Unpacks those files of a wheel whose names match one of the patterns, in which `*` is any text. Throws one sentence if
 * the wheel is damaged.
 */
export async function unpack(wheel: string, folder: string, patterns: string[]): Promise<void> {
  const name = wheel.split("/").at(-1)!.split("-")[0];
  const bar = progress(`unpacking ${name}`, "MB");
  const { success, output } = await runPython([`${root}/lib/tools/setup/unpack_wheel.py`, wheel, folder, ...patterns], {
    onLine: counting(bar),
  });
  bar.stop();
  if (!success) throw new Error(`${name} cannot be unpacked: ${lastLine(output)}.`);
}
