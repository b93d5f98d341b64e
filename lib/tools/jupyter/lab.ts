import { pythonEnvironment, pythonVariables, root } from "../../system/paths.ts";

const notebook = "notebooks/04-uci-har-experiment.ipynb";

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
export async function lab({ port = freePort(), open = notebook }: LabOptions = {}): Promise<number> {
  const args = ["-m", "jupyterlab", "--ip=127.0.0.1", "--no-browser", "--ServerApp.answer_yes=True"];
  args.push(`--ServerApp.root_dir=${root}`, `--port=${port}`, `--LabApp.default_url=/lab/tree/${open}`);
  if (Deno.uid() === 0) args.push("--allow-root");
  const python = `${pythonEnvironment}/bin/python`;
  const server = new Deno.Command(python, { args, cwd: root, env: pythonVariables }).spawn();
  const end = () => server.kill("SIGTERM");
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, end);
  try {
    return (await server.status).code;
  } finally {
    for (const signal of signals) Deno.removeSignalListener(signal, end);
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}
