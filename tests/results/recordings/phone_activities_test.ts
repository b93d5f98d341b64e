import { assertEquals, assertGreater } from "@std/assert";
import { findArchive } from "../../../lib/data/archives/archive_sources.ts";
import { readPhoneRecording } from "../../../lib/data/phones/read_phone_recording.ts";
import { labelledRecording } from "../../../lib/data/windows/labelled_recording.ts";
import { readTimeline, type TimelinePart } from "../../../lib/results/recordings/read_timeline.ts";
import { windowLogits } from "../../../lib/results/recordings/window_logits.ts";
import { runExperiment } from "../../../lib/results/runs/run_experiment.ts";
import { loadNetwork } from "../../../lib/results/runs/run_folder.ts";
import { presets } from "../../../lib/settings/presets.ts";
import { inFolder } from "../../support/in_folder.ts";
import { atTwiceTheRate, formats, withFiles } from "../../data/phones/phone_formats.ts";
import { checkSettings } from "../../../lib/settings/experiment_settings.ts";

const hapt = await findArchive("hapt");
const window = 2.56;

Deno.test({
  name: "a real recording written at 100 Hz with jitter, in every format, is told the same within a window at borders",
  ignore: hapt === undefined,
  fn: () =>
    inFolder(async (folder) => {
      const settings = checkSettings({
        ...presets.recordings,
        data: hapt,
        testPerson: 1,
        transitions: "none",
        trainingWindows: 1024,
        batch: 32,
        epochs: 4,
        width: 0.25,
      });
      const { id } = await runExperiment(settings, { runs: folder });
      const { run, model } = await loadNetwork(id, { folder });
      const { markov, standardization, settings: { filters, temperature } } = run;
      const { recording } = await labelledRecording({ kind: "hapt", path: hapt! }, 2);
      const read = async (recorded: Parameters<typeof windowLogits>[1]) => {
        const told = await windowLogits(model, recorded, standardization, { step: markov!.step, filters });
        return readTimeline(told, { reading: "smoothed", temperature, markov });
      };
      const expected = await read(recording);
      assertGreater(new Set(expected.map(({ activity }) => activity)).size, 3);
      const rows = atTwiceTheRate(recording, recording.acceleration[0].length);
      for (const [name, write] of Object.entries(formats)) {
        await withFiles(write(rows), async (files) => {
          const { parts: [part, ...others], notes } = await readPhoneRecording([files]);
          assertEquals([others, notes], [[], []], name);
          const told = await read(part);
          assertEquals([differences(told, expected), differences(expected, told)], [[], []], name);
        });
      }
      model.dispose();
    }),
});

/**
 * Returns the parts of one timeline whose activity the other does not have within a window. Parts of which the network is
 * not sure do not count: they hang on the last digits of its weights, and those on a machine's threads.
 */
function differences(parts: TimelinePart[], others: TimelinePart[]): TimelinePart[] {
  return parts.filter(({ from, to, activity, probability }) =>
    probability > 0.5 &&
    !others.some((other) => other.activity === activity && other.from < to + window && other.to > from - window)
  );
}
