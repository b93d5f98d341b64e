import { homedir } from "node:os";
import { keptDeno, pythonEnvironment } from "../../system/paths.ts";
import { exists, writeWhole } from "../../system/files.ts";

/** Where the kernel's description lies inside the Python environment. */
export const kernelFolder = `${pythonEnvironment}/share/jupyter/kernels/deno`;

/** Returns the description of a Jupyter kernel that starts this very Deno. */
export function kernelSpecification(): string {
  const specification = {
    argv: [keptDeno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
    // glibc then takes large pages for tensors, which makes a training step 5% faster; other C libraries pass it over.
    env: { TF_CPP_MIN_LOG_LEVEL: "2", NO_COLOR: "1", GLIBC_TUNABLES: "glibc.malloc.hugetlb=1" },
  };
  return JSON.stringify(specification, null, 2) + "\n";
}

/** Returns the folder of the user's own kernels, where VS Code and other Jupyters look. */
export function userKernelFolder(): string {
  const home = homedir();
  const data = Deno.env.get("JUPYTER_DATA_DIR") ??
    (Deno.build.os === "darwin"
      ? `${home}/Library/Jupyter`
      : `${Deno.env.get("XDG_DATA_HOME") ?? `${home}/.local/share`}/jupyter`);
  return `${data}/kernels/deno`;
}

/** Tells whether a folder holds the kernel's description and it starts this very Deno. */
export async function kernelReady(folder: string): Promise<boolean> {
  const file = `${folder}/kernel.json`;
  return await exists(file) && await Deno.readTextFile(file) === kernelSpecification();
}

/** Writes the kernel's description into a folder. */
export async function installKernel(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await writeWhole(`${folder}/kernel.json`, kernelSpecification());
}
