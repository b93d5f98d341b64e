import { Command } from "commander";
import { settingNames } from "../../settings/experiment_settings.ts";
import { onDevice } from "./device_flags.ts";
import { collect } from "./flag_values.ts";
import { setUpToTrain } from "./set_up_first.ts";

/** `deno task report` */
export const reportFlags: Command = onDevice(new Command("report"))
  .description("execute notebooks and export them to reports/*.html")
  .option("--notebook <name>", "number or name of one notebook")
  .option("--as <name>", "write reports/<name>.html, so that the notebook's other report stays")
  .option("--set <key=value>", "override a setting of the notebooks; can be given again", collect, [])
  .option("--data <source>", "uci-har, hapt, synthetic, or a path")
  .addHelpText("after", `\nSettings that notebooks may have, beside their own: ${settingNames.join(", ")}.`)
  .action(async ({ notebook, as, set, data }) => {
    await setUpToTrain();
    const { readSettings } = await import("../jupyter/parameters.ts");
    const { report } = await import("../jupyter/report.ts");
    const { statusLine } = await import("../../system/status_line.ts");
    const status = statusLine();
    try {
      const settings = { ...readSettings(set), ...(data === undefined ? {} : { data }) };
      const written = await report({ notebook, as, settings, say: status.say });
      for (const path of written) console.log(`Report: ${path}`);
    } finally {
      status.end();
    }
  });
