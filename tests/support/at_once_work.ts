/**
 * What several processes do at once in the same folders: keep the windows of an archive, begin runs, take in a run, write
 * the page of runs and the index. A program of its own; its arguments are the folder and the number of the process.
 */
import { loadWindows } from "../../lib/data/windows/load_windows.ts";
import { writeIndex } from "../../lib/show/report/index_page.ts";
import { writeRunsPage } from "../../lib/show/report/runs_page.ts";
import { beginRun } from "../../lib/results/runs/begin_run.ts";
import { adoptRun } from "../../lib/results/runs/run_folder.ts";
import { articleSettings } from "../../lib/settings/experiment_settings.ts";
import { exists } from "../../lib/system/files.ts";

const [folder, number] = Deno.args;
const runs = `${folder}/runs`;
await Deno.writeTextFile(`${folder}/ready-${number}`, "");
while (!await exists(`${folder}/go`)) await new Promise((resolve) => setTimeout(resolve, 5));
const { frame } = await loadWindows({ data: `${folder}/archive.zip`, cache: `${folder}/cache` });
const beginning = { settings: articleSettings, source: { kind: "synthetic" as const }, windows: "" };
const ids: string[] = [];
for (let run = 0; run < 5; run++) ids.push((await beginRun(beginning, { folder: runs })).id);
const { id } = await adoptRun(`${folder}/trial-${number}/run-1`, runs);
await writeRunsPage({ folder: runs });
await writeIndex(folder);
console.log(JSON.stringify({ rows: frame.toRecords(), ids, id }));
