import { isMissing, writeWhole } from "../../system/files.ts";
import { runsFolder } from "../../settings/environment.ts";
import type { KeptRecord } from "./kept_records.ts";
import { keptRecords, readRuns, type RunsOptions } from "./list_runs.ts";
import type { RunRecord } from "./run_record.ts";

/** Something that was measured of a run's network later, and is kept beside the run's record. */
export class BesideRecord<Measured extends { run: string }> {
  readonly #name: Exclude<keyof KeptRecord, "run">;
  readonly #command: string;

  /** Takes the name of its files, and the command that writes them. */
  constructor(name: Exclude<keyof KeptRecord, "run">, command: string) {
    this.#name = name;
    this.#command = command;
  }

  /** Returns the path of the file beside the record of a run that was made here. */
  file(id: string, { folder = runsFolder }: RunsOptions = {}): string {
    return `${folder}/${id}/${this.#name}.json`;
  }

  /** Writes the file, its numbers with six digits, which are more than they mean. */
  async write(measured: Measured, options: RunsOptions = {}): Promise<void> {
    const rounded = (_key: string, value: unknown) => typeof value === "number" ? Number(value.toPrecision(6)) : value;
    await writeWhole(this.file(measured.run, options), JSON.stringify(measured, rounded) + "\n");
  }

  /** Reads what was measured of a run; undefined if that was not done. Throws one sentence if its file is damaged. */
  async read(id: string, options: RunsOptions = {}): Promise<Measured | undefined> {
    const path = this.file(id, options);
    try {
      return JSON.parse(await Deno.readTextFile(path));
    } catch (error) {
      if (isMissing(error)) return await this.#kept(id, options);
      const why = (error as Error).message;
      throw new Error(`${path} cannot be read (${why}): run ${this.#command} --model ${id} again.`);
    }
  }

  /** Reads what came with the project. */
  async #kept(id: string, options: RunsOptions): Promise<Measured | undefined> {
    return (await keptRecords(options)).find(({ run }) => run.id === id)?.[this.#name] as Measured | undefined;
  }

  /** Returns the runs of which it was measured and that satisfy a condition, the oldest first. */
  async kept(
    condition: (run: RunRecord) => boolean,
    options: RunsOptions = {},
  ): Promise<{ run: RunRecord; measured: Measured }[]> {
    const found = [];
    for (const run of (await readRuns(options)).filter(condition)) {
      const measured = await this.read(run.id, options);
      if (measured) found.push({ run, measured });
    }
    return found;
  }
}
