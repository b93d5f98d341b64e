import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { labelledRecording } from "../../../lib/data/windows/labelled_recording.ts";
import { personTimeline } from "../../../lib/show/notebook/person_timeline.ts";
import { runExperiment } from "../../../lib/results/runs/run_experiment.ts";
import { exportCommand } from "../../../lib/tools/commands/export_command.ts";
import { loadNetwork } from "../../../lib/results/runs/run_folder.ts";
import { checkSettings } from "../../../lib/settings/experiment_settings.ts";
import { haptFiles, zip } from "../../support/archives.ts";
import { inFolder } from "../../support/in_folder.ts";

Deno.test("a person's recording is shown with its labels, and the run's network is exported", () =>
  inFolder(async (folder) => {
    const settings = checkSettings({
      data: "synthetic",
      split: "subject",
      testPerson: 4,
      epochs: 1,
      trainingWindows: 32,
      batch: 16,
      width: 0.25,
    });
    const { id } = await runExperiment(settings, { runs: folder });
    const figure = await personTimeline(id, { kind: "synthetic" }, { folder, subject: 4 });
    assertStringIncludes(figure.textContent!, "A recording of person 4, new to the network");
    // Six activities, 24 s each, were labelled: their ribbon has six parts.
    const labelled = [...figure.querySelectorAll("g[aria-label=rect] rect")].slice(0, 6);
    const widths = labelled.map((rect) => Math.round(Number(rect.getAttribute("width"))));
    assertEquals(new Set(widths).size, 1);
    assertStringIncludes(figure.querySelector("tbody tr")!.textContent!, "0:00.0");

    const target = await exportCommand({ model: id, folder });
    assertEquals(target, `${folder}/${id}/browser`);
    const { userDefinedMetadata } = JSON.parse(await Deno.readTextFile(`${target}/model.json`));
    assertEquals([userDefinedMetadata.run, userDefinedMetadata.activities.length], [id, 6]);
    await assertRejects(() => exportCommand({ model: id, folder }), Error, "is there already");
    await Deno.remove(`${folder}/${id}/model`, { recursive: true });
    await assertRejects(() => loadNetwork(id, { folder }), Error, "has no network here");
  }));

Deno.test("labelledRecording takes one person's files and labels out of HAPT", () =>
  inFolder(async (folder) => {
    const path = await zip(folder, haptFiles());
    const { recording, segments } = await labelledRecording({ kind: "hapt", path }, 7);
    assertEquals([recording.subject, recording.acceleration[0].length], [7, 400]);
    assertEquals(segments, [{ experiment: 2, activity: 1, first: 0, last: 299 }]);
    await assertRejects(() => labelledRecording({ kind: "hapt", path }, 30), Error, "no recording of person 30");
  }));
