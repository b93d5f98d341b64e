/** What a faulty disk does: refuses one operation, or everything from it on, as if the process had been killed there. */
export type Fault = "ENOSPC" | "EIO" | "EACCES" | "killed";

/** All faults. */
export const faults: Fault[] = ["ENOSPC", "EIO", "EACCES", "killed"];

/** The operations of Deno that change or read files. Names are looked up when they are called, so these are found. */
const operations = [
  "mkdir",
  "open",
  "readDir",
  "readFile",
  "readTextFile",
  "remove",
  "rename",
  "symlink",
  "writeFile",
  "writeTextFile",
] as const;
/** Those that only free space, which a full disk allows. */
const freeing = ["remove", "readDir", "readFile", "readTextFile"];

/** What happened in a run on a faulty disk. */
export interface FaultyRun {
  /** Whether so many operations took place that the fault came. */
  fired: boolean;
  /** What the run threw, if it did. */
  error?: Error;
}

/** Runs something on a disk whose n-th operation fails. */
export async function onFaultyDisk(n: number, fault: Fault, act: () => Promise<unknown>): Promise<FaultyRun> {
  let count = 0;
  const fails = (operation: string) => {
    if (fault === "ENOSPC" && freeing.includes(operation)) return false;
    count++;
    return fault === "killed" ? count >= n : count === n;
  };
  const error = (operation: string) => {
    const code = fault === "killed" ? "EIO" : fault;
    return Object.assign(new Error(`${code}: ${operation} failed on purpose (os error 0)`), { code });
  };
  // deno-lint-ignore no-explicit-any -- one wrapper for functions of many signatures.
  const disk = Deno as any;
  const real = Object.fromEntries(operations.map((name) => [name, disk[name]]));
  for (const name of operations) {
    disk[name] = (...args: unknown[]) => {
      if (name === "readDir") {
        if (fails(name)) throw error(name);
        return real[name](...args);
      }
      if (fails(name)) return Promise.reject(error(name));
      const result = real[name](...args);
      return name === "open" ? result.then(faulty) : result;
    };
  }
  const faulty = (file: Deno.FsFile) => {
    for (const name of ["write", "sync"] as const) {
      // deno-lint-ignore no-explicit-any
      const own = (file as any)[name].bind(file);
      // deno-lint-ignore no-explicit-any
      (file as any)[name] = (...args: unknown[]) => fails(name) ? Promise.reject(error(name)) : own(...args);
    }
    return file;
  };
  try {
    return await act().then(
      () => ({ fired: count >= n }),
      (error: Error) => ({ fired: count >= n, error }),
    );
  } finally {
    Object.assign(disk, real);
  }
}
