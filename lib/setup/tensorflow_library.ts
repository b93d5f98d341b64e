import { type DeviceChoice, hasCudaBuild, type Platform } from "../system/platform.ts";
import { buildBeside, remove } from "../system/build_beside.ts";
import { setupFolder, versions } from "../system/paths.ts";
import { progress } from "../system/progress.ts";
import { downloadWheel } from "./python_environment.ts";
import { unzip } from "../system/unzip.ts";

/** Wheel tags of the platforms; NVIDIA's wheels carry older ones. */
const linuxTags = (arch: string) =>
  ["manylinux_2_27", "manylinux_2_17", "manylinux2014"].map((tag) => `${tag}_${arch}`);

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
 * Provides TensorFlow's shared libraries and headers from the pinned wheel: the CPU build, or the CUDA build with the
 * NVIDIA wheels that its extra `and-cuda` names beside it, where its run path finds them.
 *
 * Throws one sentence if a wheel cannot be downloaded or the platform has no CUDA build.
 */
export async function provideTensorflow(device: DeviceChoice, platform: Platform): Promise<void> {
  const { os, arch } = platform;
  if (device === "cuda" && !hasCudaBuild(platform)) {
    throw new Error("TensorFlow's CUDA build is for Linux on x86-64 only: use `--device webgpu` on this machine.");
  }
  const tags = os === "darwin" ? ["macosx_12_0_arm64"] : linuxTags(arch);
  const name = device === "cpu" && os === "linux" && arch === "x86_64" ? "tensorflow-cpu" : "tensorflow";
  const wheels = `${setupFolder}/wheels`;
  await buildBeside(tensorflowFolder(device), async (partial) => {
    const wheel = await downloadWheel(`${name}==${versions.tensorflow}`, tags, wheels);
    const libraries = libraryNames(os).map((library) => `tensorflow/${library}`);
    await unpack(
      wheel,
      partial,
      (path) =>
        libraries.includes(path) || path.startsWith("tensorflow/include/") || path.endsWith(".dist-info/METADATA"),
    );
    if (device === "cuda") {
      const metadata = `${partial}/tensorflow-${versions.tensorflow}.dist-info/METADATA`;
      for (const requirement of cudaRequirements(await Deno.readTextFile(metadata))) {
        const wheel = await downloadWheel(requirement, linuxTags("x86_64"), wheels);
        await unpack(wheel, partial, (path) => path.startsWith("nvidia/"));
      }
    }
  });
  await remove(wheels);
}

/**
 * Reads the requirements of the extra `and-cuda`, such as `nvidia-cudnn-cu12<10.0,>=9.3.0`, from a wheel's metadata.
 */
export function cudaRequirements(metadata: string): string[] {
  return [...metadata.matchAll(/^Requires-Dist: ([^;\n]+);.*extra == ["']and-cuda["']/gm)]
    .map(([, requirement]) => requirement.replaceAll(/[()\s]/g, ""));
}

async function unpack(wheel: string, folder: string, wanted: (path: string) => boolean): Promise<void> {
  const bar = progress(`unpacking ${wheel.split("/").at(-1)!.split("-")[0]}`, "MB");
  await unzip(wheel, folder, { wanted, onProgress: bar.update });
  bar.stop();
}
