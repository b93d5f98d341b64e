import { fileURLToPath } from "node:url";

/** The checkout's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Where everything that set-up provides lies; it can be deleted at any time. */
export const setupFolder = `${root}/data/setup`;

/** This very Deno, kept by set-up: the one that runs may lie in npm's cache, which is cleared now and then. */
export const keptDeno = `${setupFolder}/deno-${Deno.version.deno}`;

/** The environment of JupyterLab and nbconvert: a link to the folder that holds it. */
export const pythonEnvironment = `${root}/.venv`;

/** Where tfjs-node-gpu looks for its native binding. */
export const addonPath = `${root}/node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node`;

/** Keeps what IPython and JupyterLab note about themselves inside the checkout. */
export const pythonVariables = {
  IPYTHONDIR: `${setupFolder}/ipython`,
  JUPYTER_CONFIG_DIR: `${setupFolder}/jupyter/config`,
  JUPYTER_DATA_DIR: `${setupFolder}/jupyter/data`,
  JUPYTER_RUNTIME_DIR: `${setupFolder}/jupyter/runtime`,
  JUPYTER_PREFER_ENV_PATH: "1",
};

/** The versions that set-up provides. */
export const versions = {
  tensorflow: "2.21.0",
  ziglang: "0.17.1",
} as const;
