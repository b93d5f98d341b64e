import { pythonEnvironment, pythonVariables, root } from "../setup/paths.ts";

/**
 * Serves JupyterLab with the notebooks on this machine only, with a token, on a free port unless one is given; prints its
 * address. Returns its exit status when it ends.
 */
export async function lab(options: { port?: number } = {}): Promise<number> {
  const args = ["-m", "jupyterlab", "--ip=127.0.0.1", "--no-browser", `--ServerApp.root_dir=${root}`];
  args.push(
    `--port=${options.port ?? freePort()}`,
    "--LabApp.default_url=/lab/tree/notebooks/04-uci-har-experiment.ipynb",
  );
  if (Deno.uid() === 0) args.push("--allow-root");
  const server = new Deno.Command(`${pythonEnvironment}/bin/python`, { args, cwd: root, env: pythonVariables }).spawn();
  const passOn = () => {};
  Deno.addSignalListener("SIGINT", passOn);
  try {
    return (await server.status).code;
  } finally {
    Deno.removeSignalListener("SIGINT", passOn);
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}
