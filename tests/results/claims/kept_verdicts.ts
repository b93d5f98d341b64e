/**
 * Measures the verdicts from the runs that came with the project, and from no others that may be here. Run as a program,
 * `deno run -A tests/results/claims/kept_verdicts.ts`, it writes kept_verdicts.json anew: do that after runs were added, and read
 * what has changed.
 */
import { claims } from "../../../lib/results/claims/claims.ts";
import { NotMeasured } from "../../../lib/results/studies/measured.ts";
import { keptFolder } from "../../../lib/results/runs/kept_records.ts";
import { inFolder } from "../../support/in_folder.ts";

/** A verdict as the pages show it. */
export interface KeptVerdict {
  number: number;
  verdict: string;
  numbers: Record<string, string>;
}

/** Returns the verdict of each claim; one that is not measured says what is missing. */
export async function keptVerdicts(): Promise<KeptVerdict[]> {
  const verdicts: KeptVerdict[] = [];
  await inFolder(async (folder) => {
    for (const { number, measure } of claims) {
      try {
        verdicts.push({ number, ...await measure({ folder, keptFolder }) });
      } catch (error) {
        if (!(error instanceof NotMeasured)) throw error;
        verdicts.push({ number, verdict: "not measured here", numbers: { missing: error.message } });
      }
    }
  });
  return verdicts;
}

if (import.meta.main) {
  const verdicts = await keptVerdicts();
  await Deno.writeTextFile(new URL("./kept_verdicts.json", import.meta.url), JSON.stringify(verdicts, null, 2) + "\n");
}
