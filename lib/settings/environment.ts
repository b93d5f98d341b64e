import * as z from "zod";
import type { ValuesOf } from "./experiment_settings.ts";
import { settingRule } from "./setting_rule.ts";
import type { Setting } from "./setting_table.ts";
import { root } from "../system/paths.ts";

/** The environment variables that the project reads: the one place that knows their values, defaults and meaning. */
export const environmentTable = {
  HAR_DATA: { type: z.string().optional(), meaning: "as the setting `data`" },
  HAR_DATASETS: {
    type: z.string().default(""),
    meaning: "folders that are searched for archives after `data/`, separated by `:`",
    leftOut: "none",
  },
  HAR_RUNS: {
    type: z.string().optional(),
    meaning: "the folder of your runs",
    leftOut: "reports/runs",
  },
  HAR_DEVICE: {
    type: z.enum(["auto", "cuda", "cpu"]).default("auto"),
    meaning: "what to compute on: `auto` takes CUDA, else the CPU",
    flag: "device",
  },
  HAR_TF32: {
    type: z.enum(["0", "1"]).default("0"),
    meaning: "1 lets CUDA round the inputs of matrix products to 10 bits of mantissa",
    flag: "tf32",
  },
  HAR_XLA: {
    type: z.enum(["0", "1"]).default("0"),
    meaning: "1 lets XLA compile graphs; slower on a CPU, never tried on a GPU",
    flag: "xla",
  },
  HAR_DEBUG: { type: z.enum(["0", "1"]).default("0"), meaning: "1 shows where an error happened" },
  HAR_TEST_BROWSER: {
    type: z.enum(["0", "1"]).default("0"),
    meaning: "1 lets the tests fail where there is no Chromium, instead of skipping those in a browser",
  },
  HAR_CODE_SERVER: {
    type: z.string().optional(),
    meaning: "code-server's out/node/entry.js, for `deno task test:vscode`",
    leftOut: "from npm",
    flag: "code-server",
  },
  HAR_VSCODE_EXTENSIONS: {
    type: z.string().optional(),
    meaning: "folder with Deno's and the Jupyter extension of VS Code",
    leftOut: "from Open VSX",
    flag: "extensions",
  },
  HAR_ROOT: { type: z.string().optional(), meaning: "this project's folder on a Dask worker", leftOut: "as here" },
  HAR_DENO: { type: z.string().optional(), meaning: "Deno on a Dask worker", leftOut: "as here" },
  PYTHON: { type: z.string().optional(), meaning: "the Python that set-up uses", leftOut: "the first that fits" },
  CXX: { type: z.string().optional(), meaning: "the C++ compiler that set-up uses", leftOut: "the first that works" },
} satisfies Record<string, Setting>;

/** The environment variables with their values. */
type Environment = ValuesOf<typeof environmentTable>;

/** Name of a device as it is asked for. */
export type DeviceName = Environment["HAR_DEVICE"];

/**
 * Returns the value of an environment variable, or its default if it is not set or empty. Throws one sentence if the
 * value makes no sense.
 */
export function environment<Name extends keyof Environment>(name: Name): Environment[Name] {
  const entry: Setting = environmentTable[name];
  const value = Deno.env.get(name) || undefined;
  const { success, data } = entry.type.safeParse(value);
  if (success) return data as Environment[Name];
  throw new Error(`${name} must be ${settingRule(entry)}, and is ${value}.`);
}

/** Where runs are kept. */
export const runsFolder = environment("HAR_RUNS") ?? `${root}/reports/runs`;

/** Returns the folder of the runs that belong to a folder of reports. */
export function runsOf(reports: string): string {
  return reports === `${root}/reports` ? runsFolder : `${reports}/runs`;
}

/** Returns the folder of an unfinished run; it becomes the run's folder when the run ends. */
export function unfinishedFolder(id: string, runs: string = runsFolder): string {
  return `${runs}/${id}.unfinished`;
}
