import { type DeviceChoice, hasCudaBuild, type Platform } from "../../system/platform.ts";
import { buildBeside } from "../../system/files.ts";
import { setupFolder, versions } from "../../system/paths.ts";
import { installLocked, lockedNames, wheelLock } from "./python_environment.ts";

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
 * Provides TensorFlow's shared libraries and headers by the locked wheel: the CPU build, or the CUDA build with the
 * NVIDIA wheels that its extra `and-cuda` asked for when it was locked beside it, where its run path finds them.
 *
 * Throws one sentence if a wheel cannot be downloaded or was changed, or the platform has no CUDA build.
 */
export async function provideTensorflow(device: DeviceChoice, platform: Platform): Promise<void> {
  const { os, arch } = platform;
  if (device === "cuda" && !hasCudaBuild(platform)) {
    throw new Error("TensorFlow's CUDA build is for Linux on x86-64 only: use `--device cpu` on this machine.");
  }
  const cpu = os === "linux" && arch === "x86_64" ? "tensorflow-cpu" : "tensorflow";
  const nvidia = lockedNames(await Deno.readTextFile(wheelLock)).filter((name) => name.startsWith("nvidia-"));
  const names = device === "cuda" ? ["tensorflow", ...nvidia] : [cpu];
  await buildBeside(tensorflowFolder(device), (partial) => installLocked(names, partial));
}
