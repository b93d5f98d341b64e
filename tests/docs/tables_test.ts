import { environmentTable } from "../../lib/settings/environment.ts";
import {
  type ExperimentSettings,
  type SettingName,
  settingNames,
  type ValuesOf,
} from "../../lib/settings/experiment_settings.ts";
import { settingFlag } from "../../lib/settings/setting_flags.ts";
import { jsonSchema, settingRule } from "../../lib/settings/setting_rule.ts";
import { type Setting, settingGroups, settingTable } from "../../lib/settings/setting_table.ts";
import { root } from "../../lib/system/paths.ts";
import { assertCurrentFile, assertCurrentPart } from "../support/current.ts";

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

// The compiler checks that the written types are those of the table.
((values: ExperimentSettings): ValuesOf<typeof settingTable> => values) satisfies unknown;
((values: ValuesOf<typeof settingTable>): ExperimentSettings => values) satisfies unknown;

/** Returns the type of a setting as TypeScript writes it. */
function typeText({ type }: Setting): string {
  const { enum: values, const: only, type: kind } = jsonSchema(type);
  const optional = type.parse(undefined) === undefined ? " | undefined" : "";
  if (values ?? only) return (values ?? [only]).map((value) => JSON.stringify(value)).join(" | ") + optional;
  return [kind].flat().join(" | ").replace("integer", "number") + optional;
}

Deno.test("each setting's type has its meaning, bounds and default as its doc comment, which editors show", () => {
  const properties = settingNames.map((name) => {
    const setting: Setting = settingTable[name];
    const sentence = (text: string) => `${text[0].toUpperCase()}${text.slice(1)}`;
    return `
      /**
       * ${sentence(setting.meaning)}.
       *
       * ${sentence(settingRule(setting))}. Default: ${defaultText(setting)}.
       */
      ${name}: ${typeText(setting)};`;
  });
  return assertCurrentFile(
    `${root}/lib/settings/setting_values.ts`,
    `/**
      * Everything that decides an experiment; together with the data and the machine it decides its numbers. Written by
      * \`deno task docs\` from \`setting_table.ts\`.
      */
     export interface ExperimentSettings {${properties.join("\n")}}`,
  );
});

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
