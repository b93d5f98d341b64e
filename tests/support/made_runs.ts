import { type Examination, examinations } from "../../lib/results/runs/examine_run.ts";
import type { ExperimentSettings } from "../../lib/settings/experiment_settings.ts";
import type { RunRecord } from "../../lib/results/runs/run_record.ts";
import { studyTrials } from "../../lib/results/studies/study_trials.ts";
import { smallRecord, writeRecord } from "./small_record.ts";

/** What is made up of a run. */
export interface MadeRun {
  accuracy: number;
  /** Accuracy in training. Default: that of the test. */
  training?: number;
  /** Default: 1000. */
  parameters?: number;
  /** Default: 1000. */
  flops?: number;
  /** Counts of each test person. Default: none. */
  people?: RunRecord["people"];
  /** Default: the run was not examined. */
  examination?: Partial<Examination>;
}

/** Writes a run for each trial of a study, with results that are made up. */
export async function makeRuns(
  folder: string,
  study: string,
  make: (settings: ExperimentSettings) => MadeRun,
): Promise<void> {
  for (const [index, settings] of (await studyTrials(study)).entries()) {
    const { accuracy, training = accuracy, parameters = 1000, flops = 1000, people, examination } = make(settings);
    const id = `${study}-${index}`;
    const startedAt = new Date(1e12 + index).toISOString();
    const record = smallRecord(id, { settings, parameters, flops, startedAt });
    // What was tested after several epochs is told by those alone.
    const several = settings.testedEpochs > 1;
    record.people = people;
    record.test.accuracy = several ? 0 : accuracy;
    record.history = record.history.map((epoch) => ({
      ...epoch,
      accuracy: training,
      testAccuracy: several ? accuracy : undefined,
    }));
    await writeRecord(folder, record);
    if (examination) await examinations.write({ run: id, ...examination } as Examination, { folder });
  }
}
