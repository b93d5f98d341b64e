import { root } from "../../lib/system/paths.ts";
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

/** Starts `deno task lab` and waits until it answers at the address that it printed. */
export async function startLab(args: string[] = [], env: Record<string, string> = {}): Promise<LabServer> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "lib/cli.ts", "lab", ...args],
    cwd: root,
    env,
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const lines = linesOf(process.stderr);
  const address = await new Promise<URL>((resolve, reject) => {
    lines.on("line", (line) => {
      const found = line.match(/http:\/\/127\.0\.0\.1:\d+\/lab\S*\?token=\w+/);
      if (found) resolve(new URL(found[0]));
    });
    lines.once("close", () => reject(new Error("JupyterLab ended before it printed its address.")));
  });
  // Jupyter prints its address a moment before it listens there.
  const answers = () => fetch(`${address.origin}/api`).then(({ body }) => body?.cancel()).then(() => true, () => false);
  while (!await answers()) await new Promise((resolve) => setTimeout(resolve, 50));
  return { process, address };
}
