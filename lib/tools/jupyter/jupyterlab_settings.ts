import { fileURLToPath } from "node:url";
import { exists, writeWhole } from "../../system/files.ts";
import { keptDeno, pythonEnvironment, root } from "../../system/paths.ts";

const program = fileURLToPath(new URL("language_server.ts", import.meta.url));

/** How JupyterLab starts Deno's language server, and codes of faults that it does not show. */
export const jupyterlabSettings: { argv: string[]; ignoreCodes: string[] } = {
  argv: [keptDeno, "run", "--quiet", "--allow-run", `--config=${root}/deno.json`, program],
  // All cells are one document there, in which a name may be declared by several; and a name that is not used yet is no
  // fault in a notebook.
  ignoreCodes: ["2451", "2300", "no-redeclare", "6133", "no-unused-vars"],
};

/** What JupyterLab's server is told: Deno's language server for the cells of notebooks, and no other. */
const server = {
  LanguageServerManager: {
    autodetect: false,
    language_servers: {
      deno: {
        version: 2,
        display_name: "Deno",
        argv: jupyterlabSettings.argv,
        languages: ["x.typescript", "typescript", "javascript"],
        mime_types: ["text/x.typescript", "application/typescript", "text/javascript"],
        // Documents would else lie in another folder, from which imports by a path find nothing.
        requires_documents_on_disk: false,
        env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
      },
    },
  },
};

/** JupyterLab's own settings, which its user may change. */
const lab = {
  // It would ask for news and updates, which a network may not even reach.
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
  // The one setting by which its user switches language servers off.
  "@jupyterlab/lsp-extension:plugin": { activate: "on" },
  // In ms; by default 1000, within which the language server of a slow machine does not answer, so that Tab showed the
  // kernel's names alone.
  "@jupyterlab/completer-extension:manager": { showDocumentationPanel: true, providerTimeout: 5000 },
  // Else only with Ctrl held down.
  "@jupyter-lsp/jupyterlab-lsp:hover": { autoActivate: true },
  "@jupyter-lsp/jupyterlab-lsp:diagnostics": { ignoreCodes: jupyterlabSettings.ignoreCodes },
};

const files = {
  [`${pythonEnvironment}/etc/jupyter/jupyter_server_config.d/deno-language-server.json`]: server,
  [`${pythonEnvironment}/share/jupyter/lab/settings/overrides.json`]: lab,
};

const textOf = (settings: object) => JSON.stringify(settings, null, 2) + "\n";

/** Tells whether JupyterLab has the settings that this project gives it, with this very Deno. */
export async function jupyterlabReady(): Promise<boolean> {
  for (const [file, settings] of Object.entries(files)) {
    if (!await exists(file) || await Deno.readTextFile(file) !== textOf(settings)) return false;
  }
  return true;
}

/** Gives JupyterLab its settings: Deno's language server, documentation beside completions, and no news. */
export async function setUpJupyterlab(): Promise<void> {
  for (const [file, settings] of Object.entries(files)) {
    await Deno.mkdir(file.replace(/\/[^/]*$/, ""), { recursive: true });
    await writeWhole(file, textOf(settings));
  }
}
