import { device } from "../../tensorflow/backend/backend.ts";
import { deviceLine } from "../../tensorflow/backend/device.ts";
import { recordingsRecord, wayRows } from "../../results/runs/kept_recordings.ts";
import { scoreRecordings } from "../../results/runs/score_recordings.ts";
import { progress } from "../../system/progress.ts";
import { textTable } from "../../system/text_table.ts";

/** Scores runs on the whole recordings of their test people, prints a table and keeps it beside each run's record. */
export async function scoreCommand(ids: string[]): Promise<void> {
  console.error(deviceLine(await device()));
  for (const id of ids) {
    const bar = progress(`reading the recordings of ${id}`, "recordings");
    const record = await scoreRecordings(id, { onProgress: bar.update }).finally(() => bar.stop());
    await recordingsRecord.write(record);
    const { people, labelledSeconds, liveDelay, calibration } = record;
    console.log(
      `${id}: ${people.length} people, ${Math.round(labelledSeconds)} labelled seconds; live tells ${
        liveDelay.toFixed(1)
      } s later.`,
    );
    console.log(
      `Calibration error ${calibration.asTrained.error.toFixed(4)} as trained, ${
        calibration.atTemperature.error.toFixed(4)
      } at temperature ${calibration.temperature}; the best is ${calibration.best.toFixed(3)}.`,
    );
    console.log(textTable(wayRows([record])));
    console.log(`Written: ${recordingsRecord.file(id)}`);
  }
}
