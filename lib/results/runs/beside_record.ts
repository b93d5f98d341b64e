import { isMissing, writeWhole } from "../../system/build_beside.ts";
import { runsFolder } from "../../network/training/training_files.ts";
import { readRuns, type RunsOptions } from "./list_runs.ts";
import type { RunRecord } from "./run_record.ts";

/** Something that was measured of a run's network later, and is kept in a file beside the run's record. */
export class BesideRecord<Measured extends { run: string }> {
  readonly #name: string;
  readonly #command: string;

  /** Takes the file's name and the command that writes it. */
  constructor(name: string, command: string) {
    this.#name = name;
    this.#command = command;
  }

  /** Returns the file's path. */
  file(id: string, { folder = runsFolder }: RunsOptions = {}): string {
    return `${folder}/${id}/${this.#name}`;
  }

  /** Writes the file, its numbers with six digits, which are more than they mean. */
  async write(measured: Measured, options: RunsOptions = {}): Promise<void> {
    const rounded = (_key: string, value: unknown) => typeof value === "number" ? Number(value.toPrecision(6)) : value;
    await writeWhole(this.file(measured.run, options), JSON.stringify(measured, rounded) + "\n");
  }

  /** Reads the file; undefined if there is none. Throws one sentence if it is damaged. */
  async read(id: string, options: RunsOptions = {}): Promise<Measured | undefined> {
    const path = this.file(id, options);
    try {
      return JSON.parse(await Deno.readTextFile(path));
    } catch (error) {
      if (isMissing(error)) return undefined;
      const why = (error as Error).message;
      throw new Error(`${path} cannot be read (${why}): run ${this.#command} --model ${id} again.`);
    }
  }

  /** Returns the runs that have the file and satisfy a condition, the oldest first. */
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
