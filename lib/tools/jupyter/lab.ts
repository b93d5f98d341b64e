import { pythonEnvironment, pythonVariables, root } from "../../system/paths.ts";

export interface LabOptions {
  /** Default: a free one. */
  port?: number;
  /** The file that opens by itself, from the project's folder. Default: notebook 04. */
  open?: string;
}

/**
 * Serves JupyterLab with the notebooks on this machine only, with a token, on a free port unless one is given; prints
 * its address. Returns its exit status when it ends. Ctrl-C, or a signal to end, ends it and its kernels without a
 * question.
 */
export async function lab(options: LabOptions = {}): Promise<number> {
  const server = labCommand(options).spawn();
  const end = () => server.kill("SIGTERM");
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, end);
  try {
    return (await server.status).code;
  } finally {
    for (const signal of signals) Deno.removeSignalListener(signal, end);
  }
}

/** Returns the command that serves JupyterLab; `env` are further environment variables, `stderr` is where its lines go. */
export function labCommand(
  options: LabOptions,
  { env = {}, stderr = "inherit" }: { env?: Record<string, string>; stderr?: "inherit" | "piped" } = {},
): Deno.Command {
  const args = ["-m", "jupyterlab", "--ip=127.0.0.1", "--no-browser", "--ServerApp.answer_yes=True"];
  args.push(
    `--ServerApp.root_dir=${root}`,
    `--port=${options.port ?? freePort()}`,
    `--LabApp.default_url=/lab/tree/${options.open ?? "notebooks/04-uci-har-experiment.ipynb"}`,
  );
  if (Deno.uid() === 0) args.push("--allow-root");
  return new Deno.Command(`${pythonEnvironment}/bin/python`, {
    args,
    cwd: root,
    env: { ...pythonVariables, ...env },
    stderr,
  });
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}
