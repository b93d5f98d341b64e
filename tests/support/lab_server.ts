import { root } from "../../lib/system/paths.ts";
import { labCommand } from "../../lib/tools/jupyter/lab.ts";
import { linesOf } from "../../lib/system/run_command.ts";

/** A `deno task lab` that runs, and the address that it printed. */
export interface LabServer {
  process: Deno.ChildProcess;
  /** With its token. */
  address: URL;
}

/**
 * Returns the address at which JupyterLab has a workspace of its own, empty: it would else open what another test had
 * open, and a person's own tabs would be those of a test.
 */
export function withWorkspace({ address }: LabServer, name: string): string {
  return `${address.href.replace("/lab/", `/lab/workspaces/${name}/`)}&reset`;
}

/** Starts `deno task lab` and waits for its address. */
export function startLab(args: string[] = [], env: Record<string, string> = {}): Promise<LabServer> {
  return started(
    new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "lib/cli.ts", "lab", ...args],
      cwd: root,
      env,
      stdout: "null",
      stderr: "piped",
    }),
  );
}

/** Starts JupyterLab alone with a folder of settings of its own, and waits for its address. */
export function startJupyterlab(open: string, configuration: string): Promise<LabServer> {
  return started(labCommand({ open }, { env: { JUPYTER_CONFIG_DIR: configuration }, stderr: "piped" }));
}

async function started(command: Deno.Command): Promise<LabServer> {
  const process = command.spawn();
  const lines = linesOf(process.stderr);
  const address = await new Promise<URL>((resolve, reject) => {
    lines.on("line", (line) => {
      const found = line.match(/http:\/\/127\.0\.0\.1:\d+\/lab\S*\?token=\w+/);
      if (found) resolve(new URL(found[0]));
    });
    lines.once("close", () => reject(new Error("JupyterLab ended before it printed its address.")));
  });
  return { process, address };
}
