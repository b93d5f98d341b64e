import { installKernel } from "../../lib/tools/jupyter/kernel.ts";
import { environment } from "../../lib/settings/environment.ts";
import { linesOf, runCommand } from "../../lib/system/run_command.ts";
import { childrenOf } from "./child_processes.ts";
import { exists } from "../../lib/system/files.ts";
import { root, setupFolder } from "../../lib/system/paths.ts";

/** VS Code in a browser. */
export interface CodeServer {
  /** Its address, with the project as its folder. */
  address: string;
  /** Ends it. */
  stop(): Promise<void>;
}

const folder = `${setupFolder}/code-server`;
const extensions = ["denoland.vscode-deno", "ms-toolsai.jupyter"];

/**
 * Starts VS Code as code-server with Deno's and the Jupyter extension and with Deno's kernel, in a home of its own. What
 * is not given by `HAR_CODE_SERVER` and `HAR_VSCODE_EXTENSIONS` comes from npm and from Open VSX, and is kept in
 * data/setup. Throws one sentence if that cannot be reached, or Node.js is older than code-server wants.
 */
export async function startCodeServer(home: string): Promise<CodeServer> {
  const program = environment("HAR_CODE_SERVER") ?? await installedServer();
  const place = environment("HAR_VSCODE_EXTENSIONS") ?? await installedExtensions(program);
  await installKernel(`${home}/.local/share/jupyter/kernels/deno`);
  const data = `${home}/data`;
  await Deno.mkdir(`${data}/User`, { recursive: true });
  const options = ["--auth=none", "--bind-addr=127.0.0.1:0", "--disable-telemetry", "--disable-update-check"];
  const proposed = "--enable-proposed-api=ms-toolsai.jupyter";
  const process = new Deno.Command("node", {
    args: [program, ...options, `--extensions-dir=${place}`, `--user-data-dir=${data}`, proposed, root],
    env: { HOME: home, HAR_RUNS: `${home}/runs`, DENO_DIR: (await denoFolder()).trim() },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const complaint = new Response(process.stderr).text();
  const address = await new Promise<string>((resolve, reject) => {
    const lines = linesOf(process.stdout);
    lines.on("line", (line) => {
      const found = line.match(/HTTP server listening on (\S+)\//);
      if (found) resolve(`${found[1]}/?folder=${encodeURIComponent(root)}`);
    });
    lines.once(
      "close",
      async () =>
        reject(new Error(`code-server ended before it listened: ${(await complaint).trim().split("\n").at(-1)}`)),
    );
  });
  return {
    address,
    async stop() {
      // Kernels outlive the window that started them for some minutes.
      const others = await descendants(process.pid);
      process.kill("SIGTERM");
      await process.status;
      for (const pid of others) {
        try {
          Deno.kill(pid, "SIGKILL");
        } catch (error) {
          if (!(error instanceof Deno.errors.NotFound)) throw error;
        }
      }
    },
  };
}

/** Returns the processes that a process started, those that these started, and so on. */
async function descendants(pid: number): Promise<number[]> {
  const children = await childrenOf(pid);
  return [...children, ...(await Promise.all(children.map(descendants))).flat()];
}

async function denoFolder(): Promise<string> {
  const { output } = await runCommand(Deno.execPath(), ["info", "--json"]);
  return JSON.parse(output).denoDir;
}

async function installedServer(): Promise<string> {
  const entry = `${folder}/node_modules/code-server/out/node/entry.js`;
  if (!await exists(entry)) {
    await Deno.mkdir(folder, { recursive: true });
    const { success, output } = await runCommand("npm", ["install", "--foreground-scripts", "code-server"], {
      cwd: folder,
    });
    if (!success) throw new Error(`npm could not install code-server: ${output.trim().split("\n").at(-1)}`);
  }
  return entry;
}

async function installedExtensions(program: string): Promise<string> {
  const place = `${folder}/extensions`;
  for (const name of extensions) {
    const args = [program, `--extensions-dir=${place}`, "--install-extension", name];
    const { success, output } = await runCommand("node", args);
    if (!success) {
      throw new Error(
        `Open VSX did not give ${name} (${output.trim().split("\n").at(-1)}): give a folder by --extensions.`,
      );
    }
  }
  return place;
}
