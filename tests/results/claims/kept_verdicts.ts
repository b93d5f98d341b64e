/**
 * Measures the verdicts from the runs that are in git, and from no others that may be here. Run as a program,
 * `deno run -A tests/results/claims/kept_verdicts.ts`, it writes kept_verdicts.json anew: do that after runs were added, and read
 * what has changed.
 */
import { dirname } from "node:path";
import { claims } from "../../../lib/results/claims/claims.ts";
import { NotMeasured } from "../../../lib/results/studies/not_measured.ts";
import { root } from "../../../lib/system/paths.ts";
import { run } from "../../../lib/system/run_command.ts";
import { inFolder } from "../../support/in_folder.ts";

/** A verdict as the pages show it. */
export interface KeptVerdict {
  number: number;
  verdict: string;
  because: string;
}

/** Returns the files of the runs in git, or undefined if this folder is no checkout. */
export async function trackedRunFiles(): Promise<string[] | undefined> {
  const { success, output } = await run("git", ["ls-files", "reports/runs/*.json"], { cwd: root });
  return success ? output.trim().split("\n") : undefined;
}

/** Returns the verdict of each claim by files of runs; one that is not measured says what is missing. */
export async function keptVerdicts(files: string[]): Promise<KeptVerdict[]> {
  const verdicts: KeptVerdict[] = [];
  await inFolder(async (folder) => {
    for (const file of files) {
      await Deno.mkdir(dirname(`${folder}/${file}`), { recursive: true });
      await Deno.copyFile(`${root}/${file}`, `${folder}/${file}`);
    }
    for (const { number, measure } of claims) {
      try {
        verdicts.push({ number, ...await measure({ folder: `${folder}/reports/runs` }) });
      } catch (error) {
        if (!(error instanceof NotMeasured)) throw error;
        verdicts.push({ number, verdict: "not measured here", because: error.message });
      }
    }
  });
  return verdicts;
}

if (import.meta.main) {
  const verdicts = await keptVerdicts((await trackedRunFiles())!);
  await Deno.writeTextFile(new URL("./kept_verdicts.json", import.meta.url), JSON.stringify(verdicts, null, 2) + "\n");
}
