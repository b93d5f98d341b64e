import { environmentTable } from "../../lib/settings/environment.ts";
import { type SettingName, settingNames } from "../../lib/settings/experiment_settings.ts";
import { settingFlag } from "../../lib/settings/setting_flags.ts";
import { settingRule } from "../../lib/settings/setting_rule.ts";
import { type Setting, settingGroups, settingTable } from "../../lib/settings/setting_table.ts";
import { root } from "../../lib/system/paths.ts";
import { assertCurrentPart } from "../support/current.ts";

const path = `${root}/docs/settings.md`;

/** Returns a Markdown table. */
function markdownTable(titles: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

function defaultText({ type, leftOut }: Setting): string {
  return leftOut ?? `\`${type.parse(undefined)}\``;
}

function row(name: SettingName): string[] {
  const setting: Setting = settingTable[name];
  const { flag } = settingFlag(name);
  return [`\`${name}\``, setting.meaning, settingRule(setting), defaultText(setting), `\`${flag}\``];
}

for (const [group, settings] of Object.entries(settingGroups)) {
  Deno.test(`docs/settings.md has the table of the settings of the ${group}`, () => {
    const names = settingNames.filter((name) => name in settings);
    const table = markdownTable(["setting", "meaning", "value", "default", "flag"], names.map(row));
    return assertCurrentPart(path, `settings of the ${group}`, table);
  });
}

Deno.test("docs/settings.md has the table of environment variables", () => {
  const rows = Object.entries<Setting>(environmentTable).map(([name, variable]) => {
    const left = variable.leftOut ?? variable.type.parse(undefined) ?? "–";
    return [`\`${name}\``, variable.meaning, String(left), variable.flag ? `\`--${variable.flag}\`` : ""];
  });
  return assertCurrentPart(
    path,
    "environment variables",
    markdownTable(["variable", "meaning", "default", "flag"], rows),
  );
});
