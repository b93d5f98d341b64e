import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { root } from "./paths.ts";

/** Which build of TensorFlow a checkout uses. */
export type DeviceChoice = "cpu" | "cuda";

/** What of a platform set-up must know. */
export interface Platform {
  os: typeof Deno.build.os;
  arch: typeof Deno.build.arch;
  /** Version of the C library, such as `"2.36"`; `"musl"` if it is not glibc, undefined if it is not Linux. */
  glibc?: string;
  /** Free space where the checkout lies, in bytes. */
  freeBytes: number;
}

/** The oldest glibc that the pinned wheels run on. */
const oldestGlibc = "2.27";
/** What the parts need while they are downloaded and unpacked, in bytes. */
const neededBytes = { cpu: 3e9, cuda: 12e9 };

/** Returns what set-up must know of this machine. */
export async function thisPlatform(): Promise<Platform> {
  const { os, arch } = Deno.build;
  const { bavail, bsize } = await statfs(root);
  const platform: Platform = { os, arch, freeBytes: bavail * bsize };
  if (os === "linux") platform.glibc = glibcVersion();
  return platform;
}

/** Asks the C library that this process runs on. */
function glibcVersion(): string {
  let library;
  try {
    library = Deno.dlopen("libc.so.6", { gnu_get_libc_version: { parameters: [], result: "pointer" } });
  } catch {
    return "musl";
  }
  const version = library.symbols.gnu_get_libc_version();
  const text = new Deno.UnsafePointerView(version!).getCString();
  library.close();
  return text;
}

/** Throws one sentence that says what to do, if TensorFlow's pinned build cannot run on a platform. */
export function requireSupported({ os, arch, glibc }: Platform): void {
  if (os === "windows") {
    throw new Error("Windows is not supported: install WSL2 (`wsl --install`) and run the same command inside it.");
  }
  if (os !== "linux" && os !== "darwin") {
    throw new Error(`${os} is not supported: use Linux on x86-64 or arm64, or macOS on Apple silicon.`);
  }
  if (os === "darwin" && arch !== "aarch64") {
    throw new Error("macOS on Intel is not supported, since TensorFlow is not built for it any more: use Linux.");
  }
  if (glibc === "musl") {
    throw new Error("This Linux uses musl (Alpine?), and TensorFlow is built for glibc: use Debian, Ubuntu or Fedora.");
  }
  if (glibc !== undefined && olderThan(glibc, oldestGlibc)) {
    throw new Error(
      `This Linux has glibc ${glibc}, and TensorFlow needs ${oldestGlibc} or newer: use a newer distribution.`,
    );
  }
}

/** Throws one sentence if there is too little disk space to download and unpack the parts. */
export function requireDiskSpace({ freeBytes }: Platform, device: DeviceChoice): void {
  if (freeBytes < neededBytes[device]) {
    const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
    throw new Error(
      `Set-up needs about ${gigabytes(neededBytes[device])} GB of disk space in ${root}, and ${
        gigabytes(freeBytes)
      } GB are free: make room, then run the command again.`,
    );
  }
}

/** Tells whether TensorFlow has a CUDA build for a platform. */
export function hasCudaBuild({ os, arch }: Pick<Platform, "os" | "arch">): boolean {
  return os === "linux" && arch === "x86_64";
}

/** Tells whether this machine has an NVIDIA driver. */
export function hasNvidiaDriver(): boolean {
  return existsSync("/proc/driver/nvidia/version") || existsSync("/dev/nvidiactl") || existsSync("/dev/dxg");
}

function olderThan(version: string, than: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = than.split(".").map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
