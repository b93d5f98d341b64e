import { fileURLToPath } from "node:url";
import { dirname } from "node:path";
import { runsData } from "../pages/runs_data.ts";
import { readRuns, type RunsOptions } from "../../results/runs/list_runs.ts";
import { writeWhole } from "../../system/files.ts";
import { runsFolder } from "../../settings/environment.ts";
import { page } from "./html_page.ts";
import { bundleScript } from "./bundle_script.ts";

const script = fileURLToPath(new URL("../pages/runs_script.ts", import.meta.url));

const style = `
  main { max-width: none; }
  .tools { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin: 12px 0; }
  #filter { font: inherit; flex: 1 1 320px; padding: 5px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--ground); color: inherit; }
  #columns { display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); padding: 8px 0; font-size: 14px; }
  .table { overflow: auto; max-height: 70vh; border: 1px solid var(--line); border-radius: 6px; }
  #runs { border-collapse: collapse; white-space: nowrap; font-variant-numeric: tabular-nums; }
  #runs thead { position: sticky; top: 0; background: var(--ground); }
  #runs th button { border: 0; background: none; font-weight: bold; padding: 2px 0; }
  #runs [aria-sort="ascending"] button::after { content: " ↑"; }
  #runs [aria-sort="descending"] button::after { content: " ↓"; }
  #runs .number { text-align: right; }
  .hidden { position: absolute; left: -9999px; }
  details { margin: 16px 0; }
  summary { cursor: pointer; font-weight: bold; }
  #compared { overflow-x: auto; }
`;

const body = `<style>${style}</style>
<p>Every run that was made here is a row. Mark two or more to see them beside each other; the address of this page keeps what you choose.</p>
<div class="tools">
<input id="filter" type="search" aria-label="Filter" placeholder="split=subject accuracy&gt;0.95 bfloat16">
<label><input id="kept" type="checkbox"> also the runs that came with the project</label>
<span id="count" role="status"></span>
<button type="button" id="csv">CSV of what is shown</button>
</div>
<details><summary>Columns</summary><div id="columns"></div></details>
<div class="table" tabindex="0"><table id="runs"></table></div>
<h2>Marked runs <button type="button" id="clear">clear</button></h2>
<p id="hint">Mark two or more runs.</p>
<section id="compared" aria-label="Marked runs"></section>`;

/**
 * Writes the page of runs anew, as is due after a training, and returns a sentence that says where it is; or why it could
 * not be written, which is no reason for the training to fail.
 */
export async function renewRunsPage(options: RunsOptions = {}): Promise<string> {
  try {
    return `All runs: ${await writeRunsPage(options)}`;
  } catch (error) {
    return `The page of runs could not be written: ${(error as Error).message}`;
  }
}

/**
 * Writes the page of runs, runs.html beside their folder: a table to sort, filter and mark, and runs beside each other,
 * one file that needs no network. A box adds the runs that came with the project. Returns its path.
 * Throws one sentence if its script cannot be made.
 */
export async function writeRunsPage(options: RunsOptions = {}): Promise<string> {
  const { folder = runsFolder } = options;
  const records = await readRuns(options);
  const data = JSON.stringify(runsData(records)).replaceAll("<", "\\u003c");
  const target = `${dirname(folder)}/runs.html`;
  await writeWhole(
    target,
    page({
      title: "Runs",
      date: new Date().toISOString(),
      device: [...new Set(records.map(({ device }) => device.name))].join(", "),
      command: "deno task runs --page",
      body:
        `${body}\n<script type="application/json" id="data">${data}</script>\n<script type="module">${await bundleScript(
          script,
        )}</script>`,
    }),
  );
  return target;
}
