import { root } from "../../system/paths.ts";

/** The lock of TensorFlow's wheels, NVIDIA's and ziglang, which set-up downloads and unpacks. */
export const wheelLock = `${root}/lib/tools/setup/wheels.txt`;

/**
 * Returns what a lock has of a package: name, version, and the SHA-256 of each file that it may be, as pip reads them.
 * Throws one sentence if it has nothing.
 */
export function lockedPackage(lock: string, name: string): string {
  const found = lock.match(new RegExp(`^${name}==.*(\\n {4}--hash=.*)+`, "m"))?.[0];
  if (!found) throw new Error(`${name} is not locked: run \`deno task lock\`.`);
  return `${found}\n`;
}

/** Returns the names of the packages of a lock. */
export function lockedNames(lock: string): string[] {
  return [...lock.matchAll(/^([\w-]+)==/gm)].map(([, name]) => name);
}
